using System.Runtime.CompilerServices;
using Zot.Configuration.Storage;
using Zot.Registry;
using Zot.Scheduling;
using Zot.Storage.Drivers;

namespace Zot.Storage.Collection;

/// <summary>The garbage collection jobs of one store: each repository, then the pool of shared blobs.</summary>
/// <param name="name">The name of the source: <c>gc</c>, or <c>gc /route</c>.</param>
/// <param name="store">The store.</param>
/// <param name="options">Returns the current options of the store.</param>
/// <param name="matches">Matches the globs of policies with repositories.</param>
/// <param name="statistics">The times of pushes and pulls.</param>
/// <param name="meter">Records the metrics of collections.</param>
internal sealed class GarbageCollectionJobs(
    string name,
    Store store,
    Func<StorageOptions> options,
    GlobMatch matches,
    IRepositoryStatistics statistics,
    CollectionMeter meter) : IJobSource
{
    // The interval for noticing that collection has been enabled.
    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Later = TimeSpan.FromSeconds(30);

    public string Name => name;

    public JobPriority Priority => JobPriority.Medium;

    // The first requests after a start take precedence.
    public TimeSpan Delay =>
        options() is { Gc: true, GcInterval: { Ticks: > 0 } interval } && interval < Later ? interval : Later;

    public TimeSpan Period => options() is { Gc: true } now ? now.GcInterval : AskAgain;

    public bool MayStart(DateTimeOffset now) =>
        store.Driver.Condition != MediumCondition.ReadOnly
            && options() is { Gc: true, GcTimeWindow: var window }
            && window?.Contains(now) != false;

    public async IAsyncEnumerable<Job> EnumerateAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var settled = 0;
        foreach (var repository in await store.Catalog.GetAsync(cancellationToken))
        {
            var rules = CollectionRules.Of(options(), repository, matches);
            if (await IsSettledAsync(repository, rules, cancellationToken))
            {
                settled++;
                continue;
            }

            yield return new Job(
                $"gc {repository}",
                stop => meter.CountAsync(
                    rules, () => store.Collector.CollectAsync(repository, rules, statistics, stop)));
        }

        store.Collector.ReportSettled(settled);
        yield return new Job(
            $"{name} of removed repositories", stop => store.Repositories.CompleteRemovalsAsync(stop).AsTask());
        yield return new Job(
            $"{name} of shared content", stop => store.PoolCollector.CollectAsync(options().GcDelay, stop));
        await store.Driver.RestoreReserveAsync(cancellationToken);
    }

    // A repository that cannot be checked fails in its own job, under its name, without affecting the others.
    private async ValueTask<bool> IsSettledAsync(
        RepositoryName repository, CollectionRules rules, CancellationToken cancellationToken)
    {
        try
        {
            return await store.Collector.IsSettledAsync(repository, rules, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The job of the repository encounters any failure again and reports it.
            return false;
        }
    }
}

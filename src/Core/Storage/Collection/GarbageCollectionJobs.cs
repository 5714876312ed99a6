using System.Runtime.CompilerServices;
using Zot.Configuration;
using Zot.Registry;
using Zot.Scheduling;
using Zot.Storage.Drivers;

namespace Zot.Storage.Collection;

/// <summary>Garbage collection of one store: its repositories in turn, then what no repository shares any more.</summary>
/// <param name="name">The name of the source: <c>gc</c>, or <c>gc /route</c>.</param>
/// <param name="store">The store.</param>
/// <param name="options">The section of the store, as it is at the moment.</param>
/// <param name="matches">Which policy is for which repository.</param>
/// <param name="statistics">When manifests were pushed and pulled.</param>
/// <param name="meter">Who counts what is done.</param>
internal sealed class GarbageCollectionJobs(
    string name, Store store, Func<StorageOptions> options, GlobMatch matches, IRepositoryStatistics statistics, CollectionMeter meter) : IJobSource
{
    // How soon it is noticed that collection has been switched on.
    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Later = TimeSpan.FromSeconds(30);

    public string Name => name;

    public JobPriority Priority => JobPriority.Medium;

    // The first requests after a start come first.
    public TimeSpan Delay => options() is { Gc: true, GcInterval: { Ticks: > 0 } interval } && interval < Later ? interval : Later;

    public TimeSpan Period => options() is { Gc: true } now ? now.GcInterval : AskAgain;

    public bool MayStart(DateTimeOffset now) =>
        store.Driver.Condition != MediumCondition.ReadOnly && options() is { Gc: true, GcTimeWindow: var window } && window?.Contains(now) != false;

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
                stop => meter.CountAsync(rules, () => store.Collector.CollectAsync(repository, rules, statistics, stop)));
        }

        store.Collector.TellSettled(settled);
        yield return new Job($"{name} of removed repositories", stop => store.Repositories.CompleteRemovalsAsync(stop).AsTask());
        yield return new Job($"{name} of shared content", stop => store.PoolCollector.CollectAsync(options().GcDelay, stop));
        await store.Driver.RestoreReserveAsync(cancellationToken);
    }

    // A repository that cannot be looked at fails by itself, with its name; the others have their turn.
    private async ValueTask<bool> IsSettledAsync(RepositoryName repository, CollectionRules rules, CancellationToken cancellationToken)
    {
        try
        {
            return await store.Collector.IsSettledAsync(repository, rules, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is, the job of the repository finds it again and reports it.
            return false;
        }
    }
}

#if EXT_SYNC
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Zot.Extensions.Sync.Copying;
using Zot.Extensions.Sync.Upstreams;
using Zot.Registry;
using Zot.Scheduling;

namespace Zot.Extensions.Sync.Periodic;

/// <summary>Copies the repositories of one upstream registry, one per job, again and again.</summary>
/// <param name="upstreams">The upstream registries.</param>
/// <param name="place">The place of the registry among those that were usable at the start.</param>
/// <param name="local">The content of this registry.</param>
/// <param name="copies">Copies a repository.</param>
/// <param name="deletions">Deletes what the upstream registry no longer has.</param>
/// <param name="logger">The log.</param>
internal sealed partial class PeriodicSync(
    UpstreamSet upstreams, int place, LocalContent local, RepositoryCopies copies, MissingTags deletions,
    ILogger<PeriodicSync> logger)
    : IJobSource
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(2);

    private TimeSpan _delay = FirstDelay;
    private bool _hasFailed;

    public string Name => Upstream is { } upstream ? NameOf(upstream) : "sync";

    public JobPriority Priority => JobPriority.Medium;

    /// <summary>The interval of the configuration; after a list that failed, a delay that doubles up to it.</summary>
    public TimeSpan Period => Upstream is not { } upstream ? TimeSpan.FromMinutes(1)
        : _hasFailed && _delay < upstream.Options.PollInterval ? _delay
        : upstream.Options.PollInterval;

    private Upstream? Upstream =>
        upstreams.All.ElementAtOrDefault(place) is { IsPeriodic: true } upstream ? upstream : null;

    public bool MayStart(DateTimeOffset now) => Upstream is not null;

    public async IAsyncEnumerable<Job> EnumerateAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Upstream is not { } upstream)
        {
            yield break;
        }

        // By digest, images need no list of repositories, which Docker Hub, for one, does not have.
        foreach (var (source, digest) in upstream.Images)
        {
            yield return new Job(
                $"sync {source}@{digest}", stop => copies.CopyAsync(source, digest, isDryRun: false, stop));
        }

        HashSet<RepositoryName> existing = [];
        foreach (var source in await ListAsync(upstream, cancellationToken))
        {
            existing.Add(source.Name.Upstream);
            yield return new Job($"sync {source}", stop => copies.CopyAsync(source, isDryRun: false, stop));
        }

        if (upstream.Options.DeleteMissing is { Enable: true })
        {
            await foreach (var repository in local.Registry.ListRepositoriesAsync(after: null, cancellationToken))
            {
                if (upstream.FindSource(repository) is { } source && !existing.Contains(source.Name.Upstream))
                {
                    yield return new Job($"sync {source}", stop => deletions.ApplyAsync(source, [], stop));
                }
            }
        }
    }

    /// <summary>Returns the name of the source of an upstream registry.</summary>
    public static string NameOf(Upstream upstream) => $"sync {upstream.Name}";

    private async Task<IReadOnlyList<SyncSource>> ListAsync(Upstream upstream, CancellationToken stop)
    {
        try
        {
            var sources = await RepositoryCopies.ListAsync(upstream, stop);
            (_delay, _hasFailed) = (FirstDelay, false);
            return sources;
        }
        catch (Exception cause) when (!stop.IsCancellationRequested)
        {
            // The list is requested again soon, whatever was wrong with it.
            (_delay, _hasFailed) = (_hasFailed ? _delay * 2 : FirstDelay, true);
            LogFailed(upstream.Name, cause.Message);
            throw;
        }
    }

    [LoggerMessage(
        9171, LogLevel.Error, "failed to list the repositories of an upstream registry: {Registry}: {Reason}")]
    private partial void LogFailed(string registry, string reason);
}
#endif

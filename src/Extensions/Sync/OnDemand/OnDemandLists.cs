#if EXT_SYNC
using Microsoft.Extensions.Logging;
using Zot.Extensions.Sync.Copying;
using Zot.Extensions.Sync.Upstreams;
using Zot.Registry;

namespace Zot.Extensions.Sync.OnDemand;

/// <summary>Adds what upstream registries list: referrers always, tags if it is configured.</summary>
/// <param name="context">The request of the client.</param>
/// <param name="referrers">Copies referrers.</param>
/// <param name="logger">The log.</param>
internal sealed partial class OnDemandLists(
    PullContext context, ReferrerCopies referrers, ILogger<OnDemandLists> logger)
{
    private readonly SharedWork<(SyncSource, Digest), bool> _running = new();

    /// <summary>Copies the referrers of a manifest that are missing. Failures are logged.</summary>
    public async Task CopyReferrersAsync(
        RepositoryName repository, Digest subject, CancellationToken stop)
    {
        foreach (var source in context.SourcesOf(repository))
        {
            await _running.RunAsync((source, subject), () => CopyAsync(source, subject), stop);
        }
    }

    /// <summary>Adds the tags of upstream registries to those of a local repository.</summary>
    /// <returns>All tags in ASCII order; <see langword="null"/> if the repository exists nowhere.</returns>
    public async Task<IReadOnlyList<string>?> MergeTagsAsync(
        RepositoryName repository, IReadOnlyList<string>? tags, CancellationToken stop)
    {
        var sources = context.SourcesOf(repository);
        foreach (var source in sources.Where(static source => source.Upstream.Options.MergeTags))
        {
            try
            {
                await source.Upstream.RefreshAsync(stop);
                var listed = await source.Upstream.AskAsync(
                    host => host.Check.ListTagsAsync(source.Name.Upstream, stop).AsTask());
                tags = listed is null ? tags : Merge(listed, tags ?? []);
            }
            catch (Exception cause) when (!stop.IsCancellationRequested)
            {
                // The local tags are listed, whatever is wrong with the registry.
                context.Warn($"upstream registry {source.Upstream.Name} is not available, its tags are missing");
                LogFailed(source.ToString(), cause.Message);
            }
        }

        return tags;
    }

    private static IReadOnlyList<string> Merge(IReadOnlyList<string> listed, IReadOnlyList<string> tags) =>
    [
        .. listed.Where(static tag => Tag.TryParse(tag, out _))
            .Union(tags, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    private async Task<bool> CopyAsync(SyncSource source, Digest subject)
    {
        try
        {
            await source.Upstream.RefreshAsync(CancellationToken.None);
            await referrers.CopyAsync(source, subject, isRecursive: false, CancellationToken.None);
            return true;
        }
        catch (Exception cause)
        {
            // The local referrers are listed, whatever is wrong with the registry.
            LogReferrersFailed(source.ToString(), subject.ToString(), cause.Message);
            return false;
        }
    }

    [LoggerMessage(9141, LogLevel.Warning, "failed to list the tags of an upstream registry: {Repository}: {Reason}")]
    private partial void LogFailed(string repository, string reason);

    [LoggerMessage(9142, LogLevel.Warning, "failed to sync referrers: {Repository} {Subject}: {Reason}")]
    private partial void LogReferrersFailed(string repository, string subject, string reason);
}
#endif

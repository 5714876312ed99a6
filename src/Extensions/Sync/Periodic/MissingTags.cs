#if EXT_SYNC
using Microsoft.Extensions.Logging;
using Zot.Configuration.Extensions;
using Zot.Extensions.Sync.Copying;
using Zot.Extensions.Sync.Upstreams;
using Zot.Registry;

namespace Zot.Extensions.Sync.Periodic;

/// <summary>Deletes copied tags that an upstream registry has not had for a while, if that is configured.</summary>
/// <remarks>Only tags that were copied from it: those that clients pushed are kept.</remarks>
/// <param name="local">The content of this registry.</param>
/// <param name="facts">The times at which tags were copied, and were first missing.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class MissingTags(
    LocalContent local, SyncFacts facts, TimeProvider time, ILogger<MissingTags> logger)
{
    /// <summary>Deletes tags of a repository.</summary>
    /// <param name="source">The repository.</param>
    /// <param name="listed">All tags that the upstream registry has.</param>
    /// <param name="stop">Cancels the deletion.</param>
    public async Task ApplyAsync(SyncSource source, IReadOnlyCollection<string> listed, CancellationToken stop)
    {
        if (source.Upstream.Options.DeleteMissing is not { Enable: true } options)
        {
            return;
        }

        var existing = listed.ToHashSet(StringComparer.Ordinal);
        foreach (var text in await local.Registry.ListTagsAsync(source.Name.Local, stop) ?? [])
        {
            stop.ThrowIfCancellationRequested();
            if (!existing.Contains(text) && Tag.TryParse(text, out var tag))
            {
                await TryApplyAsync(source, tag, options, stop);
            }
        }
    }

    private async Task TryApplyAsync(
        SyncSource source, Tag tag, SyncDeleteMissingOptions options, CancellationToken stop)
    {
        try
        {
            await ApplyAsync(source, tag, options.GraceTime, options.DryRun, stop);
        }
        catch (Exception cause) when (!stop.IsCancellationRequested)
        {
            // The next tag is deleted, whatever is wrong with this one: it may be immutable.
            LogFailed(source.ToString(), tag.ToString(), cause.Message);
        }
    }

    private async Task ApplyAsync(SyncSource source, Tag tag, TimeSpan grace, bool isDryRun, CancellationToken stop)
    {
        var repository = source.Name.Local;
        if ((await local.Registry.FindManifestAsync(repository, Reference.To(tag), stop))?.Digest is not { } manifest
            || await facts.FindAsync(repository, manifest, stop) is not { } fact
            || !fact.Checked.ContainsKey(tag.ToString()))
        {
            return;
        }

        var now = time.GetUtcNow();
        if (!fact.Missing.TryGetValue(tag.ToString(), out var since))
        {
            await facts.StoreAsync(repository, manifest, fact.WithMissing(tag, now), stop);
            since = now;
        }

        if (now - since < grace)
        {
            LogMissing(source.ToString(), tag.ToString(), since + grace);
            return;
        }

        if (isDryRun)
        {
            LogWouldDelete(source.ToString(), tag.ToString(), since);
            return;
        }

        await local.DeleteAsync(source, tag, manifest, stop);
        LogDeleted(source.ToString(), tag.ToString(), since);
    }

    [LoggerMessage(9189, LogLevel.Error, "failed to delete a missing tag: {Repository} {Tag}: {Reason}")]
    private partial void LogFailed(string repository, string tag, string reason);

    [LoggerMessage(9185, LogLevel.Information,
        "tag is missing in the upstream registry, and will be deleted: {Repository} {Tag}, after {Time}")]
    private partial void LogMissing(string repository, string tag, DateTimeOffset time);

    [LoggerMessage(9186, LogLevel.Information,
        "tag is missing in the upstream registry, dry run, not deleted: {Repository} {Tag}, since {Time}")]
    private partial void LogWouldDelete(string repository, string tag, DateTimeOffset time);

    [LoggerMessage(9187, LogLevel.Information,
        "tag is missing in the upstream registry, deleted: {Repository} {Tag}, since {Time}")]
    private partial void LogDeleted(string repository, string tag, DateTimeOffset time);
}
#endif

#if EXT_SYNC
using Microsoft.Extensions.Logging;
using Zot.Client.Distribution;
using Zot.Extensions.Sync.Copying;
using Zot.Extensions.Sync.Upstreams;
using Zot.Registry;

namespace Zot.Extensions.Sync.Periodic;

/// <summary>Copies all configured tags of a repository. A tag that fails does not stop the others.</summary>
/// <param name="local">The content of this registry.</param>
/// <param name="copies">The copies of images.</param>
/// <param name="referrers">Copies referrers.</param>
/// <param name="facts">What is known of the upstream form of local manifests.</param>
/// <param name="deletions">Deletes what upstream registries no longer have.</param>
/// <param name="logger">The log.</param>
internal sealed partial class RepositoryCopies(
    LocalContent local, ImageCopies copies, ReferrerCopies referrers, SyncFacts facts, MissingTags deletions,
    ILogger<RepositoryCopies> logger)
{
    /// <summary>Lists the repositories of an upstream registry that the configuration includes.</summary>
    /// <exception cref="RemoteRegistryException">The registry does not answer.</exception>
    public static async Task<IReadOnlyList<SyncSource>> ListAsync(Upstream upstream, CancellationToken stop)
    {
        await upstream.RefreshAsync(stop);
        return await upstream.AskAsync(async host =>
        {
            await host.Registry.PingAsync(stop);
            List<SyncSource> sources = [];
            await foreach (var repository in host.Registry.ListRepositoriesAsync(after: null, stop))
            {
                if (upstream.FindTarget(repository) is { } source)
                {
                    sources.Add(source);
                }
            }

            return sources;
        }) ?? [];
    }

    /// <summary>Copies the tags of a repository that changed.</summary>
    /// <param name="source">The repository.</param>
    /// <param name="isDryRun">Whether the changes are only counted.</param>
    /// <param name="stop">Cancels the copy.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="RemoteRegistryException">The registry does not answer.</exception>
    public async Task<RepositoryResult> CopyAsync(SyncSource source, bool isDryRun, CancellationToken stop)
    {
        await source.Upstream.RefreshAsync(stop);
        var listed = await source.Upstream.AskAsync(
            host => host.Registry.ListTagsAsync(source.Name.Upstream, stop).AsTask());
        var result = new RepositoryResult();
        var images = (listed ?? []).Where(static tag => !tag.StartsWith("sha256-", StringComparison.Ordinal));
        foreach (var text in source.Name.Tags.Apply(images))
        {
            stop.ThrowIfCancellationRequested();
            if (Tag.TryParse(text, out var tag))
            {
                result = result.With(await CopyTagAsync(source, tag, isDryRun, stop));
            }
        }

        if (listed is not null && !isDryRun)
        {
            await deletions.ApplyAsync(source, listed, stop);
        }

        return result;
    }

    /// <summary>Copies an image by digest, or keeps it from being collected.</summary>
    /// <param name="source">The repository.</param>
    /// <param name="digest">The digest of the image.</param>
    /// <param name="isDryRun">Whether the changes are only counted.</param>
    /// <param name="stop">Cancels the copy.</param>
    /// <exception cref="RemoteRegistryException">The registry does not answer.</exception>
    /// <exception cref="RegistryException">The manifest is invalid.</exception>
    public async Task<TagResult> CopyAsync(SyncSource source, Digest digest, bool isDryRun, CancellationToken stop)
    {
        var reference = Reference.To(digest);
        if (await local.Registry.RenewManifestAsync(source.Name.Local, reference, stop) is not null)
        {
            return TagResult.Current;
        }

        await source.Upstream.RefreshAsync(stop);
        if (await UpstreamImages.ReadAsync(source, reference, stop) is not { } manifest)
        {
            LogMissing(source.ToString(), digest.ToString());
            return TagResult.Failed;
        }

        if (isDryRun)
        {
            return TagResult.Copied;
        }

        var outcome = await (await copies.StartAsync(source, manifest, tag: null, stop)).Ended.WaitAsync(stop);
        if (outcome != ImageOutcome.Copied)
        {
            return TagResult.Failed;
        }

        await referrers.CopyAsync(source, digest, isRecursive: true, stop);
        return TagResult.Copied;
    }

    private async Task<TagResult> CopyTagAsync(SyncSource source, Tag tag, bool isDryRun, CancellationToken stop)
    {
        try
        {
            return await CompareAsync(source, tag, isDryRun, stop);
        }
        catch (Exception cause) when (!stop.IsCancellationRequested)
        {
            // The next tag is copied, whatever is wrong with this one.
            LogFailed(source.ToString(), tag.ToString(), cause.Message);
            return TagResult.Failed;
        }
    }

    private async Task<TagResult> CompareAsync(SyncSource source, Tag tag, bool isDryRun, CancellationToken stop)
    {
        var reference = Reference.To(tag);
        var latest = await source.Upstream.AskAsync(
            host => host.Registry.FindManifestAsync(source.Name.Upstream, reference, stop).AsTask());
        if (latest is null)
        {
            return TagResult.Skipped;
        }

        if (source.Upstream.Options.OnlySigned && !await referrers.IsSignedAsync(source, latest.Digest, stop))
        {
            LogNotSigned(source.ToString(), tag.ToString());
            return TagResult.Skipped;
        }

        if (await IsCurrentAsync(source, reference, latest.Digest, stop))
        {
            LogCurrent(source.ToString(), tag.ToString());
            await (isDryRun ? Task.CompletedTask : referrers.CopyAsync(source, latest.Digest, isRecursive: true, stop));
            return TagResult.Current;
        }

        if (isDryRun)
        {
            return TagResult.Copied;
        }

        LogStarting(source.ToString(), tag.ToString());
        if (await UpstreamImages.ReadAsync(source, reference, stop) is not { } manifest)
        {
            return TagResult.Skipped;
        }

        var outcome = await (await copies.StartAsync(source, manifest, tag, stop)).Ended.WaitAsync(stop);
        if (outcome == ImageOutcome.Copied)
        {
            await referrers.CopyAsync(source, manifest.Upstream, isRecursive: true, stop);
        }

        return outcome == ImageOutcome.Copied ? TagResult.Copied : TagResult.Failed;
    }

    private async Task<bool> IsCurrentAsync(
        SyncSource source, Reference reference, Digest latest, CancellationToken stop)
    {
        var repository = source.Name.Local;
        if ((await local.Registry.FindManifestAsync(repository, reference, stop))?.Digest is not { } current)
        {
            return false;
        }

        return current == latest || (await facts.FindAsync(repository, current, stop))?.Upstream == latest;
    }

    [LoggerMessage(9181, LogLevel.Error, "failed to sync image: {Repository} {Tag}: {Reason}")]
    private partial void LogFailed(string repository, string tag, string reason);

    [LoggerMessage(9182, LogLevel.Information, "skipping image without mandatory signature: {Repository} {Tag}")]
    private partial void LogNotSigned(string repository, string tag);

    [LoggerMessage(9183, LogLevel.Information, "skipping image because it's already synced: {Repository} {Tag}")]
    private partial void LogCurrent(string repository, string tag);

    [LoggerMessage(9188, LogLevel.Error, "image does not exist in the upstream registry: {Repository} {Digest}")]
    private partial void LogMissing(string repository, string digest);

    [LoggerMessage(9184, LogLevel.Information, "syncing image: {Repository} {Tag}")]
    private partial void LogStarting(string repository, string tag);
}
#endif

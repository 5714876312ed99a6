#if EXT_SYNC
using Microsoft.Extensions.Logging;
using Zot.Extensions.Sync.Copying;
using Zot.Extensions.Sync.Upstreams;
using Zot.Registry;

namespace Zot.Extensions.Sync.OnDemand;

/// <summary>
/// Finds the manifest for a pull: the local one if it is up to date, otherwise that of an upstream registry.
/// </summary>
/// <remarks>Concurrent pulls of the same reference share one look-up.</remarks>
/// <param name="context">The request of the client.</param>
/// <param name="local">The content of this registry.</param>
/// <param name="copies">The images that are being copied.</param>
/// <param name="referrers">Copies signatures and other referrers.</param>
/// <param name="facts">What is known of the upstream form of local manifests.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class OnDemandImages(
    PullContext context, LocalContent local, ImageCopies copies, ReferrerCopies referrers, SyncFacts facts,
    TimeProvider time,
    ILogger<OnDemandImages> logger)
{
    private readonly SharedWork<(RepositoryName, Reference, string), PulledManifest> _running = new();

    /// <summary>Finds a manifest.</summary>
    /// <param name="repository">The local repository.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="stop">Ends the wait; the look-up goes on for others.</param>
    /// <exception cref="RegistryException">The content of this registry cannot be read.</exception>
    public async Task<PulledManifest> FindAsync(
        RepositoryName repository, Reference reference, CancellationToken stop)
    {
        var sources = context.SourcesOf(repository);
        if (sources.Count == 0)
        {
            return PulledManifest.Local(await ReadLocalAsync(repository, reference, stop));
        }

        // Requests that differ in the allowed registries are not shared.
        var key = (repository, reference, string.Join(' ', sources.Select(static source => source.Upstream.Name)));
        return await _running.RunAsync(key, () => LookUpAsync(sources, reference), stop);
    }

    private async Task<PulledManifest> LookUpAsync(IReadOnlyList<SyncSource> sources, Reference reference)
    {
        var repository = sources[0].Name.Local;
        var current = await ReadLocalAsync(repository, reference, CancellationToken.None);
        if (current is not null && reference.IsDigest)
        {
            return PulledManifest.Local(current);
        }

        var fact = current is null
            ? null
            : await facts.FindAsync(repository, current.Descriptor.Digest, CancellationToken.None);
        if (current is not null && IsFresh(sources, reference, fact))
        {
            sources[0].Upstream.State.Pull(isHit: true);
            return PulledManifest.Local(current);
        }

        return copies.Find(repository, reference) is { } pending && reference.IsDigest
            ? PulledManifest.Local(pending.Manifest.Content)
            : await AskAllAsync(sources, reference, current, fact);
    }

    private async Task<PulledManifest> AskAllAsync(
        IReadOnlyList<SyncSource> sources, Reference reference, ManifestContent? current, SyncFact? fact)
    {
        string? failure = null;
        foreach (var source in sources)
        {
            using var deadline = new CancellationTokenSource(source.Upstream.Options.SyncTimeout, time);
            try
            {
                source.Upstream.Foreground.Note();
                await source.Upstream.RefreshAsync(deadline.Token);
                if (await AskAsync(source, reference, current, fact, deadline.Token) is { } found)
                {
                    return PulledManifest.Local(found);
                }
            }
            catch (Exception cause)
            {
                // The next registry is asked, and the local copy is served, whatever is wrong with this one.
                failure = source.Upstream.Name;
                LogFailed(source.ToString(), reference.ToString(), cause.Message);
            }
        }

        return new PulledManifest(current, failure);
    }

    private bool IsFresh(IReadOnlyList<SyncSource> sources, Reference reference, SyncFact? fact) =>
        fact is not null && fact.Checked.TryGetValue(reference.ToString(), out var checkedAt)
        && sources.Any(source => time.GetUtcNow() - checkedAt < source.Upstream.Options.ManifestCheckInterval);

    private async ValueTask<ManifestContent?> ReadLocalAsync(
        RepositoryName repository, Reference reference, CancellationToken stop) =>
        await local.Registry.GetManifestAsync(repository, reference, stop);

    private async Task<ManifestContent?> AskAsync(
        SyncSource source, Reference reference, ManifestContent? current, SyncFact? fact, CancellationToken stop)
    {
        var pending = copies.Find(source.Name.Local, reference);
        var known = pending?.Manifest.Upstream ?? fact?.Upstream ?? current?.Descriptor.Digest;
        if (known is { } digest)
        {
            var latest = await source.Upstream.AskAsync(
                host => host.Check.FindManifestAsync(source.Name.Upstream, reference, stop).AsTask());
            if (latest is null)
            {
                return null;
            }

            if (latest.Digest == digest)
            {
                source.Upstream.State.Pull(isHit: true);
                return pending?.Manifest.Content ?? await ConfirmAsync(source, reference, current!, digest, stop);
            }
        }

        source.Upstream.State.Pull(isHit: false);
        return await FetchAsync(source, reference, current, stop);
    }

    private async Task<ManifestContent> ConfirmAsync(
        SyncSource source, Reference reference, ManifestContent current, Digest upstream, CancellationToken stop)
    {
        if (reference.Tag is { } tag && source.Upstream.Options.ManifestCheckInterval > TimeSpan.Zero)
        {
            await facts.RecordAsync(source.Name.Local, current.Descriptor.Digest, upstream, tag, stop);
        }

        LogCurrent(source.ToString(), reference.ToString());
        return current;
    }

    private async Task<ManifestContent?> FetchAsync(
        SyncSource source, Reference reference, ManifestContent? current, CancellationToken stop)
    {
        if (await UpstreamImages.ReadAsync(source, reference, stop) is not { } manifest)
        {
            return null;
        }

        if (source.Upstream.Options.OnlySigned && !await referrers.IsSignedAsync(source, manifest.Upstream, stop))
        {
            LogNotSigned(source.ToString(), reference.ToString());
            return null;
        }

        // The same image by a converted digest: only what is known of it was lost.
        if (current is not null && current.Descriptor.Digest == manifest.Content.Descriptor.Digest)
        {
            await facts.RecordAsync(
                source.Name.Local, current.Descriptor.Digest, manifest.Upstream, reference.Tag, stop);
            return current;
        }

        var image = await copies.StartAsync(source, manifest, reference.Tag, stop);
        _ = referrers.FollowAsync(image);
        return image.Manifest.Content;
    }

    [LoggerMessage(9121, LogLevel.Warning, "failed to sync image on demand: {Repository} {Reference}: {Reason}")]
    private partial void LogFailed(string repository, string reference, string reason);

    [LoggerMessage(9122, LogLevel.Debug, "skipping image because it's already synced: {Repository} {Reference}")]
    private partial void LogCurrent(string repository, string reference);

    [LoggerMessage(9123, LogLevel.Information, "skipping image without mandatory signature: {Repository} {Reference}")]
    private partial void LogNotSigned(string repository, string reference);
}
#endif

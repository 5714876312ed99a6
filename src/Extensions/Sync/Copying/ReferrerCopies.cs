#if EXT_SYNC
using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Zot.Client.Distribution;
using Zot.Extensions.Sync.Upstreams;
using Zot.Registry;

namespace Zot.Extensions.Sync.Copying;

/// <summary>Copies what refers to an image: signatures, bills of materials, attestations, in both forms.</summary>
/// <param name="local">The content of this registry.</param>
/// <param name="copies">The copies of images.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class ReferrerCopies(
    LocalContent local, ImageCopies copies, TimeProvider time, ILogger<ReferrerCopies> logger)
{
    private const int MaxDepth = 8;
    private const int MaxReferrers = 1_000;
    private const int MaxLists = 1_000;

    private static readonly TimeSpan TagsLife = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(Upstream, RepositoryName), (DateTimeOffset Read, IReadOnlyList<string> Tags)>
        _tags = new();

    /// <summary>Copies the referrers of an image once it is stored. Failures are logged.</summary>
    public async Task FollowAsync(PendingImage image)
    {
        try
        {
            if (await image.Ended == ImageOutcome.Copied)
            {
                using var deadline = new CancellationTokenSource(image.Source.Upstream.Options.SyncTimeout, time);
                await image.Source.Upstream.Foreground.WaitForQuietAsync(deadline.Token);
                await CopyAsync(image.Source, image.Manifest.Upstream, isRecursive: true, deadline.Token);
            }
        }
        catch (Exception cause) when (cause is not OutOfMemoryException) // the task has no other observer
        {
            LogFailed(image.Source.ToString(), image.Manifest.Upstream.ToString(), cause.Message);
        }
    }

    /// <summary>Copies the referrers of a manifest that are missing.</summary>
    /// <param name="source">The repository.</param>
    /// <param name="subject">The manifest in the upstream registry.</param>
    /// <param name="isRecursive">Whether the referrers of referrers are copied as well.</param>
    /// <param name="stop">Cancels the copy.</param>
    /// <exception cref="RemoteRegistryException">The registry does not answer.</exception>
    public async Task CopyAsync(SyncSource source, Digest subject, bool isRecursive, CancellationToken stop)
    {
        var budget = MaxReferrers;
        await CopyAsync(source, subject, isRecursive ? MaxDepth : 1, stop);

        async Task CopyAsync(SyncSource from, Digest of, int depth, CancellationToken cancel)
        {
            foreach (var referrer in await ListAsync(from, of, cancel))
            {
                if (--budget < 0)
                {
                    LogTooMany(from.ToString(), of.ToString(), MaxReferrers);
                    return;
                }

                await TryAsync(from, Reference.To(referrer.Digest), CopyWithReferrersAsync, cancel);

                async Task CopyWithReferrersAsync(SyncSource its, Reference reference, CancellationToken canceled)
                {
                    await CopyOneAsync(its, reference, canceled);
                    if (depth > 1)
                    {
                        await CopyAsync(its, referrer.Digest, depth - 1, canceled);
                    }
                }
            }

            foreach (var tag in from.Upstream.Options.SyncLegacyCosignTags
                ? await ListLegacyTagsAsync(from, of, cancel)
                : [])
            {
                await TryAsync(from, Reference.To(Tag.Parse(tag)), CopyOneAsync, cancel);
            }
        }
    }

    /// <summary>Returns whether an image has a signature in the upstream registry.</summary>
    public async Task<bool> IsSignedAsync(SyncSource source, Digest image, CancellationToken stop) =>
        (await ListAsync(source, image, stop)).Any(
            static referrer => SignatureKinds.Of(referrer.ArtifactType) is not null)
        || (source.Upstream.Options.SyncLegacyCosignTags
            && (await ListLegacyTagsAsync(source, image, stop)).Contains(
                SignatureKinds.TagOf(image), StringComparer.Ordinal));

    private async Task TryAsync(
        SyncSource source, Reference reference, Func<SyncSource, Reference, CancellationToken, Task> copy,
        CancellationToken stop)
    {
        try
        {
            await copy(source, reference, stop);
        }
        catch (Exception cause) when (!stop.IsCancellationRequested)
        {
            // The next referrer is copied, whatever is wrong with this one.
            LogFailed(source.ToString(), reference.ToString(), cause.Message);
        }
    }

    private async Task CopyOneAsync(SyncSource source, Reference reference, CancellationToken stop)
    {
        var known = await FindLocalAsync(source, reference, stop);
        if (known is not null
            && (reference.IsDigest || await FindUpstreamAsync(source, reference, stop) == known))
        {
            return;
        }

        if (await UpstreamImages.ReadAsync(source, reference, stop) is { } manifest)
        {
            await (await copies.StartAsync(source, manifest, reference.Tag, stop)).Ended.WaitAsync(stop);
        }
    }

    private async ValueTask<Digest?> FindLocalAsync(SyncSource source, Reference reference, CancellationToken stop) =>
        (await local.Registry.FindManifestAsync(source.Name.Local, reference, stop))?.Digest;

    private static async Task<Digest?> FindUpstreamAsync(
        SyncSource source, Reference reference, CancellationToken stop) =>
        (await source.Upstream.AskAsync(
            host => host.Registry.FindManifestAsync(source.Name.Upstream, reference, stop).AsTask()))?.Digest;

    private static async Task<IReadOnlyList<Descriptor>> ListAsync(
        SyncSource source, Digest subject, CancellationToken stop) =>
        await source.Upstream.AskAsync(async host =>
        {
            var page = await host.Registry.ListReferrersAsync(source.Name.Upstream, new ReferrersQuery(subject), stop);
            List<Descriptor> all = [];
            await foreach (var referrer in page.Referrers.WithCancellation(stop))
            {
                all.Add(referrer);
            }

            return all.Count > 0 ? all : null; // A mirror may lack what the registry itself has.
        }) ?? [];

    // From the complete list: filters of the configuration would hide signatures.
    private async Task<IReadOnlyList<string>> ListLegacyTagsAsync(
        SyncSource source, Digest subject, CancellationToken stop)
    {
        var key = (source.Upstream, source.Name.Upstream);
        if (!_tags.TryGetValue(key, out var known) || time.GetUtcNow() - known.Read > TagsLife)
        {
            var tags = await source.Upstream.AskAsync(
                host => host.Registry.ListTagsAsync(source.Name.Upstream, stop).AsTask()) ?? [];
            List<string> legacy = [.. tags.Where(static tag => tag.StartsWith("sha256-", StringComparison.Ordinal))];
            known = (time.GetUtcNow(), legacy);
            if (_tags.Count >= MaxLists)
            {
                _tags.Clear();
            }

            _tags[key] = known;
        }

        var prefix = subject.ToString().Replace(':', '-') + ".";
        return [.. known.Tags.Where(
            tag => tag.StartsWith(prefix, StringComparison.Ordinal) && Tag.TryParse(tag, out _))];
    }

    [LoggerMessage(9151, LogLevel.Warning, "failed to sync a referrer: {Repository} {Reference}: {Reason}")]
    private partial void LogFailed(string repository, string reference, string reason);

    [LoggerMessage(9152, LogLevel.Warning,
        "too many referrers, the others are not synced: {Repository} {Reference}, limit: {Limit}")]
    private partial void LogTooMany(string repository, string reference, int limit);
}
#endif

#if EXT_SYNC
using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Zot.Client.Distribution;
using Zot.Extensions.Sync.Conversion;
using Zot.Extensions.Sync.Downloads;
using Zot.Extensions.Sync.Upstreams;
using Zot.Registry;

namespace Zot.Extensions.Sync.Copying;

/// <summary>Copies images: the content first, then the manifest, then the tag.</summary>
/// <param name="local">The content of this registry.</param>
/// <param name="blobs">The downloads.</param>
/// <param name="facts">What is known of the upstream form of local manifests.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class ImageCopies(
    LocalContent local, BlobDownloads blobs, SyncFacts facts, TimeProvider time, ILogger<ImageCopies> logger)
{
    // Manifests of images that are being copied are in memory.
    private const long MaxPendingLength = 512 * 1024 * 1024;
    private const int MaxCommits = 3;

    private readonly ConcurrentDictionary<(RepositoryName, Reference), PendingImage> _pending = new();
    private readonly ConcurrentDictionary<(RepositoryName, Digest), PendingImage> _byDigest = new();
    private long _length;

    /// <summary>Finds an image that is being copied.</summary>
    public PendingImage? Find(RepositoryName repository, Reference reference) => reference.Digest is { } digest
        ? _byDigest.GetValueOrDefault((repository, digest))
        : _pending.GetValueOrDefault((repository, reference));

    /// <summary>Starts the copy of an image, or joins it. Its blobs can be opened from now on.</summary>
    /// <exception cref="RegistryException">Too many images are being copied.</exception>
    public async Task<PendingImage> StartAsync(
        SyncSource source, SyncedManifest manifest, Tag? tag, CancellationToken stop)
    {
        var digest = manifest.Content.Descriptor.Digest;
        var key = (source.Name.Local, tag is { } named ? Reference.To(named) : Reference.To(digest));
        if (_pending.TryGetValue(key, out var running) && running.Manifest.Content.Descriptor.Digest == digest)
        {
            return running;
        }

        var image = new PendingImage(source, manifest, tag, time);
        if (Interlocked.Read(ref _length) > MaxPendingLength)
        {
            throw RegistryError.Unavailable.With("name", source.Name.Local, "too many images are being copied");
        }

        image.Expect(await FindMissingAsync(image, stop));
        Interlocked.Add(ref _length, manifest.Length);

        // A newer image of the same tag replaces the older one, whose copy ends without moving the tag.
        _pending[key] = image;
        _byDigest[(source.Name.Local, digest)] = image;
        source.Upstream.State.Begin();
        _ = Task.Run(() => RunAsync(key, image), CancellationToken.None);
        return image;
    }

    private async Task<IReadOnlyList<PendingBlob>> FindMissingAsync(PendingImage image, CancellationToken stop)
    {
        List<PendingBlob> missing = [];
        foreach (var blob in image.Manifest.Manifest.Blobs.DistinctBy(static blob => blob.Digest))
        {
            if (!MediaTypes.IsNonDistributable(blob.MediaType)
                && (await local.Registry.FindBlobAsync(image.Source.Name.Local, blob.Digest, stop))?.Size != blob.Size)
            {
                missing.Add(blobs.Add(image.Source, blob));
            }
        }

        return missing;
    }

    private async Task RunAsync((RepositoryName, Reference) key, PendingImage image)
    {
        var outcome = ImageOutcome.Unavailable;
        var (source, digest) = (image.Source, image.Manifest.Content.Descriptor.Digest);
        using var deadline = new CancellationTokenSource(source.Upstream.Options.SyncTimeout, time);
        try
        {
            outcome = await CopyAsync(image, deadline.Token);
        }
        catch (Exception cause) when (cause is not OutOfMemoryException) // whatever it is, others wait for the end
        {
            source.Upstream.State.Fail(cause.Message);
            var details = cause is RemoteRegistryException or RegistryException ? null : cause;
            LogFailed(details, source.ToString(), Name(image), cause.Message);
        }
        finally
        {
            _pending.TryRemove(new(key, image));
            _byDigest.TryRemove(new((source.Name.Local, digest), image));
            Interlocked.Add(ref _length, -image.Manifest.Length);
            blobs.Abandon(image.Missing);
            source.Upstream.State.End(outcome == ImageOutcome.Copied);
            image.End(outcome);
        }
    }

    private async Task<ImageOutcome> CopyAsync(PendingImage image, CancellationToken stop)
    {
        var (outcome, isSparse) = image.Manifest.Manifest.Config is null && image.Manifest.Manifest.Manifests.Count > 0
            ? await CopyManifestsAsync(image, stop)
            : (await CopyBlobsAsync(image, stop), false);
        if (outcome != ImageOutcome.Copied)
        {
            LogIncomplete(image.Source.ToString(), Name(image));
            return outcome;
        }

        outcome = await CommitAsync(image, isSparse, stop);
        foreach (var attestation in outcome == ImageOutcome.Copied ? image.Manifest.Attestations : [])
        {
            await (await StartAsync(image.Source, attestation, tag: null, stop)).Ended;
        }

        return outcome;
    }

    private async Task<ImageOutcome> CopyBlobsAsync(PendingImage image, CancellationToken stop)
    {
        var result = ImageOutcome.Copied;
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = image.Source.Upstream.Options.EffectiveReqConcurrent,
            CancellationToken = stop,
        };
        await Parallel.ForEachAsync(image.Missing, parallel, async (blob, cancel) =>
        {
            var outcome = await blobs.CopyAsync(blob, cancel);
            if (outcome != BlobOutcome.Stored)
            {
                result = outcome switch
                {
                    BlobOutcome.Missing => ImageOutcome.Incomplete,
                    BlobOutcome.Rejected => ImageOutcome.Rejected,
                    _ => ImageOutcome.Unavailable,
                };
            }
        });
        return result;
    }

    private async Task<(ImageOutcome Outcome, bool IsSparse)> CopyManifestsAsync(
        PendingImage image, CancellationToken stop)
    {
        var entries = image.Manifest.Manifest.Manifests;
        var selected = new IndexPlatforms(image.Source.Upstream.Options.Platforms).Select(entries);
        var (result, isSparse) = (ImageOutcome.Copied, selected.Count < entries.Count);
        foreach (var entry in selected)
        {
            var outcome = await CopyManifestAsync(image, entry.Digest, stop);
            if (outcome == ImageOutcome.Incomplete && DockerAttestation.Is(entry))
            {
                isSparse = true;
            }
            else if (outcome != ImageOutcome.Copied)
            {
                result = outcome; // The others are copied: the next attempt has less to do.
            }
        }

        return (result, isSparse);
    }

    private async Task<ImageOutcome> CopyManifestAsync(PendingImage image, Digest digest, CancellationToken stop)
    {
        var (source, reference) = (image.Source, Reference.To(digest));
        if (await local.Registry.FindManifestAsync(source.Name.Local, reference, stop) is not null)
        {
            return ImageOutcome.Copied;
        }

        if (Find(source.Name.Local, reference) is { } running)
        {
            return await running.Ended.WaitAsync(stop);
        }

        await source.Upstream.Foreground.WaitForQuietAsync(stop);
        var manifest = image.Manifest.Converted.GetValueOrDefault(digest)
            ?? await UpstreamImages.ReadAsync(source, reference, stop);
        return manifest is null
            ? ImageOutcome.Incomplete
            : await (await StartAsync(source, manifest, tag: null, stop)).Ended.WaitAsync(stop);
    }

    private async Task<ImageOutcome> CommitAsync(PendingImage image, bool isSparse, CancellationToken stop)
    {
        var (source, manifest) = (image.Source, image.Manifest);
        for (var commits = 1; ; commits++)
        {
            await RenewAsync(image, stop);
            var isCurrent = image.Tag is not { } tag || Find(source.Name.Local, Reference.To(tag)) == image;
            try
            {
                await local.PushAsync(source, manifest.Content, isCurrent ? image.Tag : null, isSparse, stop);
                await facts.RecordAsync(
                    source.Name.Local, manifest.Content.Descriptor.Digest, manifest.Upstream, image.Tag, stop);
                LogCopied(source.ToString(), Name(image));
                return ImageOutcome.Copied;
            }
            catch (RegistryException cause) when (cause.Error == RegistryError.ManifestBlobUnknown
                && commits < MaxCommits)
            {
                // Collected meanwhile: the copy took longer than unreferenced content is kept.
                continue;
            }
            catch (RegistryException cause)
            {
                source.Upstream.State.Fail(cause.Message);
                LogRejected(source.ToString(), Name(image), cause.Message);
                return ImageOutcome.Rejected;
            }
        }
    }

    // A blob that is about to be referenced must not be collected before the push.
    private async Task RenewAsync(PendingImage image, CancellationToken stop)
    {
        foreach (var blob in image.Manifest.Manifest.Blobs.DistinctBy(static blob => blob.Digest))
        {
            if (!MediaTypes.IsNonDistributable(blob.MediaType)
                && await local.Registry.RenewBlobAsync(image.Source.Name.Local, blob.Digest, stop) is null)
            {
                await blobs.CopyAsync(blobs.Add(image.Source, blob), stop);
            }
        }
    }

    private static string Name(PendingImage image) =>
        image.Tag?.ToString() ?? image.Manifest.Content.Descriptor.Digest.ToString();

    [LoggerMessage(9111, LogLevel.Error, "failed to sync image: {Repository} {Reference}: {Reason}")]
    private partial void LogFailed(Exception? cause, string repository, string reference, string reason);

    [LoggerMessage(
        9112, LogLevel.Warning, "image not synced, a part of it could not be copied: {Repository} {Reference}")]
    private partial void LogIncomplete(string repository, string reference);

    [LoggerMessage(9113, LogLevel.Information, "successfully synced image: {Repository} {Reference}")]
    private partial void LogCopied(string repository, string reference);

    [LoggerMessage(9114, LogLevel.Warning, "image not synced, it was rejected: {Repository} {Reference}: {Reason}")]
    private partial void LogRejected(string repository, string reference, string reason);
}
#endif

#if EXT_SYNC
using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Zot.Extensions.Sync.Copying;
using Zot.Extensions.Sync.Downloads;
using Zot.Registry;

namespace Zot.Extensions.Sync.OnDemand;

/// <summary>Opens blobs that are being copied, or that a manifest without its content needs.</summary>
/// <param name="context">The request of the client.</param>
/// <param name="local">The content of this registry.</param>
/// <param name="downloads">The downloads.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class OnDemandBlobs(
    PullContext context, LocalContent local, BlobDownloads downloads, TimeProvider time,
    ILogger<OnDemandBlobs> logger)
{
    private const int MaxMisses = 10_000;

    private static readonly TimeSpan MissLife = TimeSpan.FromMinutes(1);

    // Blobs that no upstream registry has, so that they are not requested again at once.
    private readonly ConcurrentDictionary<(RepositoryName, Digest), DateTimeOffset> _misses = new();

    /// <summary>Finds a blob that is being copied.</summary>
    public Descriptor? Find(RepositoryName repository, Digest digest) =>
        downloads.Find(repository, digest) is { Blob: var blob }
            ? new Descriptor(MediaTypes.OctetStream, digest, blob.Size) : null;

    /// <summary>Opens a blob as soon as its first bytes arrive.</summary>
    /// <returns>The blob; <see langword="null"/> if it exists nowhere.</returns>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.Unavailable"/> if an upstream registry does not answer.
    /// </exception>
    public async Task<BlobContent?> OpenAsync(
        RepositoryName repository, Digest digest, CancellationToken stop)
    {
        var pending = downloads.Find(repository, digest) ?? await SearchAsync(repository, digest, stop);
        if (pending is null)
        {
            return null;
        }

        downloads.StartForClient(pending);
        if (await pending.OpenAsync(stop) is { } content)
        {
            return content;
        }

        return await pending.Ended.WaitAsync(stop) switch
        {
            BlobOutcome.Stored => await local.Registry.OpenBlobAsync(repository, digest, stop),
            BlobOutcome.Missing => null,
            _ => throw RegistryError.Unavailable.With(
                "digest", digest, $"the blob cannot be copied from {pending.Source.Upstream.Name} at present"),
        };
    }

    // After a restart, for one: the manifest is known, its content is not complete.
    private async Task<PendingBlob?> SearchAsync(
        RepositoryName repository, Digest digest, CancellationToken stop)
    {
        if (_misses.TryGetValue((repository, digest), out var missed) && time.GetUtcNow() - missed < MissLife)
        {
            return null;
        }

        var isCertain = true;
        foreach (var source in context.SourcesOf(repository))
        {
            try
            {
                await source.Upstream.RefreshAsync(stop);
                var found = await source.Upstream.AskAsync(
                    host => host.Check.FindBlobAsync(source.Name.Upstream, digest, stop).AsTask());
                if (found is not null)
                {
                    return downloads.Add(source, found);
                }
            }
            catch (Exception cause) when (!stop.IsCancellationRequested)
            {
                // The next registry is asked, whatever is wrong with this one.
                isCertain = false;
                context.Warn($"upstream registry {source.Upstream.Name} is not available");
                LogFailed(source.ToString(), digest.ToString(), cause.Message);
            }
        }

        if (isCertain)
        {
            Remember((repository, digest));
        }

        return null;
    }

    private void Remember((RepositoryName Repository, Digest Digest) blob)
    {
        if (_misses.Count >= MaxMisses)
        {
            _misses.Clear();
        }

        _misses[blob] = time.GetUtcNow();
    }

    [LoggerMessage(9131, LogLevel.Warning, "failed to find a blob on demand: {Repository} {Digest}: {Reason}")]
    private partial void LogFailed(string repository, string digest, string reason);
}
#endif

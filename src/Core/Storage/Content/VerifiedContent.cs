using Microsoft.Extensions.Logging;
using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage.Content;

/// <summary>Reads small content as a whole, and returns it only if it matches its digest.</summary>
internal sealed partial class VerifiedContent(StoreContext store)
{
    /// <summary>
    /// The maximum length of cached content: 64 KiB. Manifests and configurations are smaller, significant layers
    /// larger.
    /// </summary>
    internal const int MaxCachedLength = 64 * 1024;

    private const long CacheLimit = 16 * 1024 * 1024;

    private readonly ContentCache _cache = new(CacheLimit);
    private readonly ILogger _logger = store.Loggers.CreateLogger<VerifiedContent>();

    /// <summary>
    /// Reads content from the cache, or from storage into the cache; <see langword="null"/> if missing or damaged.
    /// </summary>
    internal async ValueTask<byte[]?> GetAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken)
    {
        if (_cache.Find(repository, digest) is { } cached)
        {
            return cached;
        }

        var content = await ReadAsync(repository, digest, cancellationToken);
        if (content is { Length: <= MaxCachedLength })
        {
            _cache.Add(repository, digest, content);
        }

        return content;
    }

    /// <summary>Reads content from storage; <see langword="null"/> if missing or damaged.</summary>
    internal async ValueTask<byte[]?> ReadAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken)
    {
        var key = ImageLayout.Blob(repository, digest);

        // A layer under the name of a manifest would otherwise be read into memory as a whole.
        if (await store.Driver.StatAsync(key, cancellationToken) is not { Length: <= ManifestPush.MaxContentLength }
            || await store.Driver.ReadAsync(key, cancellationToken) is not { } content)
        {
            return null;
        }

        if (digest.Algorithm.Compute(content) != digest)
        {
            LogDamaged(key);
            return null;
        }

        return content;
    }

    /// <summary>Caches a copy of content that was just stored.</summary>
    internal void Keep(RepositoryName repository, Digest digest, ReadOnlyMemory<byte> content)
    {
        if (content.Length <= MaxCachedLength)
        {
            _cache.Add(repository, digest, content.ToArray());
        }
    }

    /// <summary>Evicts content that is about to be deleted.</summary>
    internal void Drop(RepositoryName repository, Digest digest) => _cache.Drop(repository, digest);

    [LoggerMessage(4003, LogLevel.Error,
        "content is damaged, it is treated as missing until it is pushed again: {Key}")]
    private partial void LogDamaged(StorageKey key);
}

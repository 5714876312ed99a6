using Microsoft.Extensions.Logging;
using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage;

/// <summary>Reads small content whole, and only if its bytes have the digest that it is named by.</summary>
internal sealed partial class VerifiedContent(StoreContext store)
{
    /// <summary>64 KiB: manifests and configurations are smaller, layers that matter are larger.</summary>
    internal const int MaxCachedLength = 64 * 1024;

    private const long CacheLimit = 16 * 1024 * 1024;

    private readonly ContentCache _cache = new(CacheLimit);
    private readonly ILogger _logger = store.Loggers.CreateLogger<VerifiedContent>();

    /// <summary>From memory, or from the medium into memory; <see langword="null"/> when absent or damaged.</summary>
    internal async ValueTask<byte[]?> GetAsync(RepositoryName repository, Digest digest, CancellationToken cancellationToken)
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

    /// <summary>From the medium; <see langword="null"/> when absent or damaged.</summary>
    internal async ValueTask<byte[]?> ReadAsync(RepositoryName repository, Digest digest, CancellationToken cancellationToken)
    {
        var key = ImageLayout.Blob(repository, digest);

        // A layer under the name of a manifest would otherwise be read into memory whole.
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

    /// <summary>Keeps a copy of content that has just been stored.</summary>
    internal void Keep(RepositoryName repository, Digest digest, ReadOnlyMemory<byte> content)
    {
        if (content.Length <= MaxCachedLength)
        {
            _cache.Add(repository, digest, content.ToArray());
        }
    }

    /// <summary>Forgets content that is about to go.</summary>
    internal void Drop(RepositoryName repository, Digest digest) => _cache.Drop(repository, digest);

    [LoggerMessage(4003, LogLevel.Error, "content is damaged, it is treated as absent until it is pushed again: {Key}")]
    private partial void LogDamaged(StorageKey key);
}

using System.Security.Cryptography;
using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage.Uploads;

/// <summary>
/// The state of an upload in progress: its length and its hash so far. Holds neither a buffer nor a file.
/// </summary>
internal sealed class UploadSession(RepositoryName repository, UploadId id, DigestAlgorithm algorithm, long length)
{
    private int _isBusy;
    private IncrementalHash? _hash;
    private long _hashed;

    internal RepositoryName Repository => repository;

    internal UploadId Id => id;

    internal StorageKey Key { get; } = ImageLayout.Upload(repository, id);

    /// <summary>The number of bytes received.</summary>
    internal long Length { get; set; } = length;

    /// <summary>The timestamp of the last use.</summary>
    internal long UsedAt { get; set; }

    /// <summary>
    /// Indicates whether this object is out of use: the upload was completed or canceled, or evicted from memory.
    /// </summary>
    internal bool IsRetired { get; set; }

    /// <summary>Acquires the upload for one request.</summary>
    internal bool TryEnter() => Interlocked.CompareExchange(ref _isBusy, 1, 0) == 0;

    internal void Leave() => Volatile.Write(ref _isBusy, 0);

    /// <summary>Adds written bytes to the running hash.</summary>
    internal void Hash(ReadOnlySpan<byte> written)
    {
        _hash!.AppendData(written);
        _hashed += written.Length;
    }

    /// <summary>Advances the hash to the end of the content. After a restart, this reads the content once.</summary>
    internal async ValueTask CatchUpAsync(StagedContent content, CancellationToken cancellationToken)
    {
        if (_hash is null || content.Length != _hashed)
        {
            Forget();
            _hash = algorithm.CreateHash();
            _hashed = content.Length == 0 ? 0 : await ContentHash.AppendAsync(_hash, content, cancellationToken);
        }

        Length = content.Length;
    }

    /// <summary>Returns the digest of the received bytes, in the algorithm of <paramref name="expected"/>.</summary>
    internal async ValueTask<Digest> ComputeAsync(
        Digest expected, StagedContent content, CancellationToken cancellationToken)
    {
        if (expected.Algorithm == algorithm)
        {
            await CatchUpAsync(content, cancellationToken);
            return Digest.FromHash(algorithm, _hash!.GetCurrentHash());
        }

        using var other = expected.Algorithm.CreateHash();
        Length = await ContentHash.AppendAsync(other, content, cancellationToken);
        return Digest.FromHash(expected.Algorithm, other.GetHashAndReset());
    }

    /// <summary>Discards the hash, which can be computed again.</summary>
    internal void Forget()
    {
        _hash?.Dispose();
        _hash = null;
        _hashed = 0;
    }
}

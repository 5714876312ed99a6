using System.Security.Cryptography;
using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage.Uploads;

/// <summary>What is known of an upload in progress: how much has arrived, and its hash so far. Holds no buffer and no file.</summary>
internal sealed class UploadSession(RepositoryName repository, UploadId id, DigestAlgorithm algorithm, long length)
{
    private int _isBusy;
    private IncrementalHash? _hash;
    private long _hashed;

    internal RepositoryName Repository => repository;

    internal UploadId Id => id;

    internal StorageKey Key { get; } = ImageLayout.Upload(repository, id);

    /// <summary>How many bytes have arrived.</summary>
    internal long Length { get; set; } = length;

    /// <summary>When it was used last, as a timestamp.</summary>
    internal long UsedAt { get; set; }

    /// <summary>Whether it is out of use: completed, cancelled, or forgotten until somebody asks for it again.</summary>
    internal bool IsRetired { get; set; }

    /// <summary>Takes it for one request.</summary>
    internal bool TryEnter() => Interlocked.CompareExchange(ref _isBusy, 1, 0) == 0;

    internal void Leave() => Volatile.Write(ref _isBusy, 0);

    /// <summary>Adds bytes that were written to the running hash.</summary>
    internal void Hash(ReadOnlySpan<byte> written)
    {
        _hash!.AppendData(written);
        _hashed += written.Length;
    }

    /// <summary>Brings the hash to the end of what is there: after a restart, by reading it once.</summary>
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

    /// <summary>The digest of all that has arrived, in the algorithm of <paramref name="expected"/>.</summary>
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

    /// <summary>Lets go of the hash, which can be computed again.</summary>
    internal void Forget()
    {
        _hash?.Dispose();
        _hash = null;
        _hashed = 0;
    }
}

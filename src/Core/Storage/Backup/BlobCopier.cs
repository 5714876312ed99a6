using System.Security.Cryptography;
using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage.Backup;

/// <summary>Copies blobs into a backup. Each blob is verified against its digest before it gets its name.</summary>
/// <remarks>The copies become durable when the caller flushes the backup.</remarks>
/// <param name="target">The backup.</param>
/// <param name="previous">
/// The directory of an earlier backup, whose blobs are shared; <see langword="null"/> for none.
/// </param>
internal sealed class BlobCopier(IStorageDriver target, string? previous)
{
    private const int BufferLength = LargeBuffers.MaxKeptLength;

    private readonly Dictionary<Digest, RepositoryName> _copied = [];
    private int _blobs;
    private long _bytes;

    /// <summary>Returns the number of new blobs and of copied bytes since the last call, and resets both.</summary>
    internal (int Blobs, long Bytes) TakeCount()
    {
        var count = (_blobs, _bytes);
        (_blobs, _bytes) = (0, 0);
        return count;
    }

    /// <summary>Copies a blob unless the backup already has it.</summary>
    /// <returns>True if the backup has the blob now; false if it is missing or damaged in the source.</returns>
    internal async ValueTask<bool> CopyAsync(
        IStorageDriver source, RepositoryName repository, Digest digest, CancellationToken cancellationToken)
    {
        try
        {
            return await TryCopyAsync(source, repository, digest, cancellationToken);
        }
        catch (SourceFaultException)
        {
            await target.DeleteAsync(ImageLayout.Arriving(repository, digest), cancellationToken);
            return false;
        }
    }

    private async ValueTask<bool> TryCopyAsync(
        IStorageDriver source, RepositoryName repository, Digest digest, CancellationToken cancellationToken)
    {
        var key = ImageLayout.Blob(repository, digest);
        if (await SourceFaultException.ReadAsync(
            key.ToString(), () => source.StatAsync(key, cancellationToken)) is not { } file)
        {
            // The source may have lost the blob since the last backup.
            return await target.StatAsync(key, cancellationToken) is not null;
        }

        if (await target.StatAsync(key, cancellationToken) is { } here && here.Length == file.Length)
        {
            _copied.TryAdd(digest, repository);
            return true;
        }

        if (await ShareAsync(repository, digest, file.Length, cancellationToken)
            || await CopyBytesAsync(source, repository, digest, cancellationToken))
        {
            _blobs++;
            _copied.TryAdd(digest, repository);
            return true;
        }

        return false;
    }

    private async ValueTask<bool> ShareAsync(
        RepositoryName repository, Digest digest, long length, CancellationToken cancellationToken)
    {
        var key = ImageLayout.Blob(repository, digest);
        if (_copied.TryGetValue(digest, out var other)
            && await target.LinkAsync(ImageLayout.Blob(other, digest), key, cancellationToken))
        {
            return true;
        }

        return previous is not null
            && new FileInfo(Path.Combine(previous, key.ToString())) is { Exists: true } file
            && file.Length == length
            && await target.AdoptAsync(file.FullName, key, cancellationToken);
    }

    private async ValueTask<bool> CopyBytesAsync(
        IStorageDriver source, RepositoryName repository, Digest digest, CancellationToken cancellationToken)
    {
        var key = ImageLayout.Blob(repository, digest);
        await using var content =
            await SourceFaultException.ReadAsync(key.ToString(), () => source.OpenAsync(key, cancellationToken));
        if (content is null)
        {
            return false;
        }

        var arriving = ImageLayout.Arriving(repository, digest);
        await target.DeleteAsync(arriving, cancellationToken);
        using var hash = digest.Algorithm.CreateHash();
        var length = await StageAsync(content, key, arriving, hash, cancellationToken);
        if (Digest.FromHash(digest.Algorithm, hash.GetHashAndReset()) != digest)
        {
            await target.DeleteAsync(arriving, cancellationToken);
            return false;
        }

        _bytes += length;
        return await target.MoveAsync(arriving, key, durable: false, cancellationToken);
    }

    private async ValueTask<long> StageAsync(
        StoredContent content,
        StorageKey key,
        StorageKey arriving,
        IncrementalHash hash,
        CancellationToken cancellationToken)
    {
        var buffer = LargeBuffers.Pool.Rent(BufferLength);
        try
        {
            await using var staged = await target.StageAsync(arriving, cancellationToken);
            while (await SourceFaultException.ReadAsync(
                key.ToString(), () => content.ReadAsync(staged.Length, buffer, cancellationToken)) is > 0 and var read)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(buffer.AsSpan(0, read));
                await staged.AppendAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            return staged.Length;
        }
        finally
        {
            LargeBuffers.Pool.Return(buffer);
        }
    }
}

using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers;
using Zot.Storage.Drivers.FileSystem;

namespace Zot.Migration.Distribution;

/// <summary>
/// Imports blobs by hard links where possible, otherwise by copying. A blob gets its name only after it was verified.
/// </summary>
/// <param name="source">The source directory.</param>
/// <param name="store">The target store.</param>
/// <param name="copies">True to copy even where links are possible.</param>
/// <param name="advance">Called with the number of bytes read.</param>
internal sealed class BlobCarrier(DistributionDirectory source, Store store, bool copies, Action<long> advance)
    : IBlobImporter
{
    private const int BufferLength = LargeBuffers.MaxKeptLength;

    private readonly IStorageDriver _driver = store.Driver;
    private readonly Dictionary<Digest, (RepositoryName Repository, ulong Identity)> _whole = [];
    private readonly Dictionary<Digest, string> _faults = [];

    public async ValueTask<BlobArrival> ImportAsync(
        RepositoryName repository, Descriptor blob, bool isKept, CancellationToken cancellationToken)
    {
        var digest = blob.Digest;
        var here = await _driver.StatAsync(ImageLayout.Blob(repository, digest), cancellationToken);
        if (here is { } found && await IsWholeAsync(repository, blob, found, isKept, cancellationToken))
        {
            return BlobArrival.None;
        }

        // A damaged blob in the target is replaced by the one from the source.
        if (here is null
            && _whole.TryGetValue(digest, out var known)
            && await store.Registry.MountBlobAsync(
                new BlobMount(repository, digest, known.Repository, static _ => true), cancellationToken) is not null)
        {
            return new BlobArrival(IsNew: true);
        }

        if (_faults.TryGetValue(digest, out var fault))
        {
            throw new MigrationFaultException(fault);
        }

        try
        {
            return await ImportAsync(repository, blob, cancellationToken);
        }
        catch (MigrationFaultException cause)
        {
            _faults[digest] = cause.Message;
            throw;
        }
    }

    // A blob linked by an earlier run is the source's own file; a copied one is verified again unless a manifest
    // references it.
    private async ValueTask<bool> IsWholeAsync(
        RepositoryName repository, Descriptor blob, StoredObject here, bool isKept, CancellationToken cancellationToken)
    {
        if (here.Length != blob.Size)
        {
            return false;
        }

        if (_whole.TryGetValue(blob.Digest, out var known) && known.Identity == here.Identity && here.Identity != 0)
        {
            return true;
        }

        if (!isKept
            && !(FileObjects.Stat(source.FileOf(blob.Digest)) is { } file
                && file.Identity != 0
                && file.IsSameVersionAs(here))
            && !await IsWholeAsync(ImageLayout.Blob(repository, blob.Digest), blob.Digest, cancellationToken))
        {
            return false;
        }

        _whole[blob.Digest] = (repository, here.Identity);
        return true;
    }

    private async ValueTask<BlobArrival> ImportAsync(
        RepositoryName repository, Descriptor blob, CancellationToken cancellationToken)
    {
        var digest = blob.Digest;
        var file = source.FileOf(blob);

        // The key is stable, so the remains of an interrupted run are deleted.
        var arriving = ImageLayout.Arriving(repository, digest);
        using var use = await store.Repositories.CreateAsync(repository, cancellationToken);
        await _driver.DeleteAsync(arriving, cancellationToken);
        try
        {
            var isLinked = !copies && await _driver.AdoptAsync(file, arriving, cancellationToken);
            var length = isLinked
                ? await CheckAsync(arriving, digest, cancellationToken)
                : await CopyAsync(file, arriving, digest, cancellationToken);
            await store.Blobs.PlaceAsync(repository, digest, arriving, length, call: null, cancellationToken);
            if (await _driver.StatAsync(ImageLayout.Blob(repository, digest), cancellationToken) is { } placed)
            {
                _whole[digest] = (repository, placed.Identity);
            }

            return new BlobArrival(IsNew: true, length, isLinked ? 0 : length);
        }
        finally
        {
            await _driver.DeleteAsync(arriving, CancellationToken.None);
        }
    }

    private async ValueTask<long> CheckAsync(StorageKey arriving, Digest digest, CancellationToken cancellationToken)
    {
        try
        {
            return await IsWholeAsync(arriving, digest, cancellationToken)
                ? (await _driver.StatAsync(arriving, cancellationToken))!.Value.Length
                : throw Damaged(digest);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(digest, cause);
        }
    }

    private async ValueTask<long> CopyAsync(
        string file, StorageKey arriving, Digest digest, CancellationToken cancellationToken)
    {
        using var from = Read(digest, () => File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        using var hash = digest.Algorithm.CreateHash();
        var buffer = LargeBuffers.Pool.Rent(BufferLength);
        try
        {
            await using var staged = await _driver.StageAsync(arriving, cancellationToken);
            staged.Reserve(RandomAccess.GetLength(from));
            while (Read(digest, () => RandomAccess.Read(from, buffer, staged.Length)) is > 0 and var read)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(buffer.AsSpan(0, read));
                await staged.AppendAsync(buffer.AsMemory(0, read), cancellationToken);
                advance(read);
            }

            return Digest.FromHash(digest.Algorithm, hash.GetHashAndReset()) == digest
                ? staged.Length
                : throw Damaged(digest);
        }
        finally
        {
            LargeBuffers.Pool.Return(buffer);
        }
    }

    private async ValueTask<bool> IsWholeAsync(StorageKey key, Digest digest, CancellationToken cancellationToken)
    {
        await using var content = await _driver.OpenAsync(key, cancellationToken);
        if (content is null)
        {
            return false;
        }

        using var hash = digest.Algorithm.CreateHash();
        var buffer = LargeBuffers.Pool.Rent(BufferLength);
        try
        {
            var offset = 0L;
            while (await content.ReadAsync(offset, buffer, cancellationToken) is > 0 and var read)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(buffer.AsSpan(0, read));
                offset += read;
                advance(read);
            }

            return Digest.FromHash(digest.Algorithm, hash.GetHashAndReset()) == digest;
        }
        finally
        {
            LargeBuffers.Pool.Return(buffer);
        }
    }

    // A read error of the source affects one blob only; an error of the target ends the migration.
    private static T Read<T>(Digest digest, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(digest, cause);
        }
    }

    private static MigrationFaultException Damaged(Digest digest) =>
        new($"the blob {digest} is damaged: its digest does not match");

    private static MigrationFaultException Unreadable(Digest digest, Exception cause) =>
        new($"the blob {digest} cannot be read: {cause.Message}", cause);
}

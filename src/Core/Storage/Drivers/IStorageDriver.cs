namespace Zot.Storage.Drivers;

/// <summary>Where bytes lie: objects by key.</summary>
/// <remarks>
/// Every object appears whole, by one step, or not at all; only <see cref="AppendAsync"/> and <see cref="StageAsync"/>
/// make objects that grow. Places for objects are made as they are needed. What is absent is <see langword="null"/> or
/// <see langword="false"/>; an exception is a broken or full medium. Durable means: still there after a power cut.
/// </remarks>
public interface IStorageDriver : IAsyncDisposable
{
    /// <summary>The condition of the medium when it was opened.</summary>
    MediumCondition Condition => MediumCondition.Writable;

    /// <summary>Looks at an object.</summary>
    ValueTask<StoredObject?> StatAsync(StorageKey key, CancellationToken cancellationToken);

    /// <summary>Opens an object for reading.</summary>
    ValueTask<StoredContent?> OpenAsync(StorageKey key, CancellationToken cancellationToken);

    /// <summary>Reads an object whole: for small ones.</summary>
    ValueTask<byte[]?> ReadAsync(StorageKey key, CancellationToken cancellationToken);

    /// <summary>Writes a small object, in place of the one that had the key before.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="staging">A key nobody else uses, where the bytes may lie until they are complete.</param>
    /// <param name="durable">Whether it must be durable on return.</param>
    /// <param name="cancellationToken">The request.</param>
    /// <returns>Exactly the object written, even if another one has taken its key meanwhile.</returns>
    /// <exception cref="IOException">It was not written: the disk is full, or somebody has removed <paramref name="staging"/>.</exception>
    ValueTask<StoredObject> WriteAsync(
        StorageKey key,
        ReadOnlyMemory<byte> content,
        StorageKey staging,
        bool durable,
        CancellationToken cancellationToken);

    /// <summary>Appends to a small log, which is created when absent. One writer at a time.</summary>
    ValueTask AppendAsync(
        StorageKey key, ReadOnlyMemory<byte> record, bool durable, CancellationToken cancellationToken);

    /// <summary>Opens an object that grows; created when absent.</summary>
    ValueTask<StagedContent> StageAsync(StorageKey key, CancellationToken cancellationToken);

    /// <summary>Gives an object another key, in place of the one that had it before: data first, then the name.</summary>
    /// <returns>Whether <paramref name="source"/> was there.</returns>
    ValueTask<bool> MoveAsync(
        StorageKey source, StorageKey target, bool durable, CancellationToken cancellationToken);

    /// <summary>Gives an object a second key, which shares its bytes, and counts as a modification of it.</summary>
    /// <returns>
    /// Whether it did: not where links are not supported, <paramref name="source"/> is absent or has too many, or
    /// <paramref name="target"/> exists.
    /// </returns>
    ValueTask<bool> LinkAsync(StorageKey source, StorageKey target, CancellationToken cancellationToken);

    /// <summary>Makes a file from elsewhere an object, which shares its bytes, and counts as a modification of it.</summary>
    /// <returns>
    /// Whether it did: not where that is not supported, the file is on another file system or somebody else's, or
    /// <paramref name="target"/> exists.
    /// </returns>
    ValueTask<bool> AdoptAsync(string file, StorageKey target, CancellationToken cancellationToken) => ValueTask.FromResult(false);

    /// <summary>Makes all durable that was written before: cheaper than each by itself, and dearer than one of them.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken) => default;

    /// <summary>Counts as a modification of an object, and changes no byte of it.</summary>
    /// <returns>Whether it was there.</returns>
    ValueTask<bool> TouchAsync(StorageKey key, CancellationToken cancellationToken);

    /// <summary>Deletes a key; the bytes go with the last key that shares them.</summary>
    /// <returns>Whether it was there.</returns>
    ValueTask<bool> DeleteAsync(StorageKey key, CancellationToken cancellationToken);

    /// <summary>Makes a place for objects visible while it is empty, where the medium knows such places.</summary>
    ValueTask CreatePlaceAsync(StorageKey key, bool durable, CancellationToken cancellationToken);

    /// <summary>Removes a place in which nothing lies. Never takes anything with it.</summary>
    ValueTask RemovePlaceAsync(StorageKey key, CancellationToken cancellationToken);

    /// <summary>Gives back space that is kept for deletions on a full medium.</summary>
    /// <returns>Whether there was any.</returns>
    ValueTask<bool> ReleaseReserveAsync(CancellationToken cancellationToken) => ValueTask.FromResult(false);

    /// <summary>Keeps space for deletions on a full medium again, if there is enough.</summary>
    ValueTask RestoreReserveAsync(CancellationToken cancellationToken) => default;

    /// <summary>
    /// Returns whether a place lies where its key says, or can be created there: no segment of the key is a symbolic link or
    /// an object.
    /// </summary>
    ValueTask<bool> IsInPlaceAsync(StorageKey key, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    /// <summary>What lies one step below a key, in no order; nothing when it is no place.</summary>
    ValueTask<IReadOnlyList<StorageChild>> ListAsync(StorageKey key, CancellationToken cancellationToken);
}

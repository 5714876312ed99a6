namespace Zot.Storage.Drivers;

/// <summary>A storage medium: objects by key.</summary>
/// <remarks>
/// Every object appears as a whole, in one step, or not at all; only <see cref="AppendAsync"/> and <see
/// cref="StageAsync"/> create objects that grow. Directories are created as needed. A missing object is reported as
/// <see langword="null"/> or <see langword="false"/>; an exception means a broken or full medium. Durable means:
/// survives a power failure.
/// </remarks>
public interface IStorageDriver : IAsyncDisposable
{
    /// <summary>The condition of the medium when it was opened.</summary>
    MediumCondition Condition => MediumCondition.Writable;

    /// <summary>Returns the metadata of an object.</summary>
    ValueTask<StoredObject?> StatAsync(StorageKey key, CancellationToken cancellationToken);

    /// <summary>Opens an object for reading.</summary>
    ValueTask<StoredContent?> OpenAsync(StorageKey key, CancellationToken cancellationToken);

    /// <summary>Reads an entire object. For small ones.</summary>
    ValueTask<byte[]?> ReadAsync(StorageKey key, CancellationToken cancellationToken);

    /// <summary>Writes a small object, replacing the one with the same key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="content">The content.</param>
    /// <param name="staging">A unique key for the bytes until they are complete.</param>
    /// <param name="durable">Whether the object must be durable on return.</param>
    /// <param name="cancellationToken">The request.</param>
    /// <returns>The metadata of the object written, even if another one has replaced it meanwhile.</returns>
    /// <exception cref="IOException">
    /// It was not written: the disk is full, or <paramref name="staging"/> was removed by another process.
    /// </exception>
    ValueTask<StoredObject> WriteAsync(
        StorageKey key,
        ReadOnlyMemory<byte> content,
        StorageKey staging,
        bool durable,
        CancellationToken cancellationToken);

    /// <summary>Appends to a small log, which is created if missing. Supports one writer at a time.</summary>
    ValueTask AppendAsync(
        StorageKey key, ReadOnlyMemory<byte> record, bool durable, CancellationToken cancellationToken);

    /// <summary>Opens an object that grows, created if missing.</summary>
    ValueTask<StagedContent> StageAsync(StorageKey key, CancellationToken cancellationToken);

    /// <summary>Moves an object to another key, replacing an existing object: data first, then the name.</summary>
    /// <returns>True if <paramref name="source"/> exists.</returns>
    ValueTask<bool> MoveAsync(
        StorageKey source, StorageKey target, bool durable, CancellationToken cancellationToken);

    /// <summary>
    /// Links an object to a second key that shares its bytes. Counts as a modification of the object.
    /// </summary>
    /// <returns>
    /// True if the link was created; false if links are not supported, <paramref name="source"/> is missing or has too
    /// many links, or <paramref name="target"/> exists.
    /// </returns>
    ValueTask<bool> LinkAsync(StorageKey source, StorageKey target, CancellationToken cancellationToken);

    /// <summary>Links an external file to a key that shares its bytes. Counts as a modification of the file.</summary>
    /// <returns>
    /// True if the link was created; false if that is not supported, the file is on another file system or owned by
    /// another user, or <paramref name="target"/> exists.
    /// </returns>
    ValueTask<bool> AdoptAsync(string file, StorageKey target, CancellationToken cancellationToken) =>
        ValueTask.FromResult(false);

    /// <summary>
    /// Makes all earlier writes durable: cheaper than one by one, but more expensive than a single one.
    /// </summary>
    ValueTask FlushAsync(CancellationToken cancellationToken) => default;

    /// <summary>Sets the modification time of an object, without changing its content.</summary>
    /// <returns>True if the object exists.</returns>
    ValueTask<bool> TouchAsync(StorageKey key, CancellationToken cancellationToken);

    /// <summary>Deletes a key. The content is deleted with its last key.</summary>
    /// <returns>True if the object existed.</returns>
    ValueTask<bool> DeleteAsync(StorageKey key, CancellationToken cancellationToken);

    /// <summary>Creates an empty directory, if the medium has directories.</summary>
    ValueTask CreateDirectoryAsync(StorageKey key, bool durable, CancellationToken cancellationToken);

    /// <summary>Removes a directory if it is empty. Never removes content.</summary>
    ValueTask RemoveDirectoryAsync(StorageKey key, CancellationToken cancellationToken);

    /// <summary>Releases the space that is reserved for deletions on a full medium.</summary>
    /// <returns>True if any space was reserved.</returns>
    ValueTask<bool> ReleaseReserveAsync(CancellationToken cancellationToken) => ValueTask.FromResult(false);

    /// <summary>Reserves space for deletions on a full medium again, if enough is free.</summary>
    ValueTask RestoreReserveAsync(CancellationToken cancellationToken) => default;

    /// <summary>
    /// Returns whether a directory is at the path of its key, or can be created there: no segment of the key is a
    /// symbolic link or an object.
    /// </summary>
    ValueTask<bool> IsInPlaceAsync(StorageKey key, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    /// <summary>Lists the direct children of a key, unordered; empty if it is not a directory.</summary>
    ValueTask<IReadOnlyList<StorageChild>> ListAsync(StorageKey key, CancellationToken cancellationToken);
}

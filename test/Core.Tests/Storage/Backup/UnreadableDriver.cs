using Zot.Storage.Drivers;

namespace Zot.Core.Tests.Storage.Backup;

/// <summary>A read-only storage driver that fails to read some objects.</summary>
/// <param name="inner">The inner driver.</param>
/// <param name="isUnreadable">Returns whether an operation on a key fails.</param>
/// <param name="failure">The exception that is thrown.</param>
internal sealed class UnreadableDriver(IStorageDriver inner, Func<string, StorageKey, bool> isUnreadable, Exception failure) : IStorageDriver
{
    public ValueTask<StoredObject?> StatAsync(StorageKey key, CancellationToken cancellationToken) =>
        Check("stat", key, () => inner.StatAsync(key, cancellationToken));

    public ValueTask<StoredContent?> OpenAsync(StorageKey key, CancellationToken cancellationToken) =>
        Check("open", key, () => inner.OpenAsync(key, cancellationToken));

    public ValueTask<byte[]?> ReadAsync(StorageKey key, CancellationToken cancellationToken) =>
        Check("read", key, () => inner.ReadAsync(key, cancellationToken));

    public ValueTask<IReadOnlyList<StorageChild>> ListAsync(StorageKey key, CancellationToken cancellationToken) =>
        Check("list", key, () => inner.ListAsync(key, cancellationToken));

    public ValueTask<StoredObject> WriteAsync(
        StorageKey key, ReadOnlyMemory<byte> content, StorageKey staging, bool durable, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask AppendAsync(StorageKey key, ReadOnlyMemory<byte> record, bool durable, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<StagedContent> StageAsync(StorageKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> MoveAsync(StorageKey source, StorageKey target, bool durable, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> LinkAsync(StorageKey source, StorageKey target, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> TouchAsync(StorageKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> DeleteAsync(StorageKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask CreateDirectoryAsync(StorageKey key, bool durable, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask RemoveDirectoryAsync(StorageKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => default;

    private T Check<T>(string operation, StorageKey key, Func<T> read) => isUnreadable(operation, key) ? throw failure : read();
}

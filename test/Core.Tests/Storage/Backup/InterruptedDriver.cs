using Zot.Storage.Drivers;

namespace Zot.Core.Tests.Storage.Backup;

/// <summary>A storage driver that runs a callback once while it is read.</summary>
/// <param name="inner">The inner driver.</param>
/// <param name="happens">The callback, run before the blobs are listed or while the journal is read.</param>
internal sealed class InterruptedDriver(IStorageDriver inner, Func<Task> happens) : IStorageDriver
{
    private bool _hasHappened;

    public bool AtJournal { get; init; }

    public ValueTask<StoredObject?> StatAsync(StorageKey key, CancellationToken cancellationToken) => inner.StatAsync(key, cancellationToken);

    public ValueTask<StoredContent?> OpenAsync(StorageKey key, CancellationToken cancellationToken) => inner.OpenAsync(key, cancellationToken);

    public async ValueTask<byte[]?> ReadAsync(StorageKey key, CancellationToken cancellationToken)
    {
        if (AtJournal && key.Name.EndsWith(".log", StringComparison.Ordinal))
        {
            await HappenAsync();
        }

        return await inner.ReadAsync(key, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<StorageChild>> ListAsync(StorageKey key, CancellationToken cancellationToken)
    {
        if (!AtJournal)
        {
            await HappenAsync();
        }

        return await inner.ListAsync(key, cancellationToken);
    }

    public ValueTask<StoredObject> WriteAsync(
        StorageKey key, ReadOnlyMemory<byte> content, StorageKey staging, bool durable, CancellationToken cancellationToken) => throw Invalid();

    public ValueTask AppendAsync(StorageKey key, ReadOnlyMemory<byte> record, bool durable, CancellationToken cancellationToken) => throw Invalid();

    public ValueTask<StagedContent> StageAsync(StorageKey key, CancellationToken cancellationToken) => throw Invalid();

    public ValueTask<bool> MoveAsync(StorageKey source, StorageKey target, bool durable, CancellationToken cancellationToken) => throw Invalid();

    public ValueTask<bool> LinkAsync(StorageKey source, StorageKey target, CancellationToken cancellationToken) => throw Invalid();

    public ValueTask<bool> TouchAsync(StorageKey key, CancellationToken cancellationToken) => throw Invalid();

    public ValueTask<bool> DeleteAsync(StorageKey key, CancellationToken cancellationToken) => throw Invalid();

    public ValueTask RemoveDirectoryAsync(StorageKey key, CancellationToken cancellationToken) => inner.RemoveDirectoryAsync(key, cancellationToken);

    public ValueTask CreateDirectoryAsync(StorageKey key, bool durable, CancellationToken cancellationToken) => throw Invalid();

    public ValueTask DisposeAsync() => default;

    private async Task HappenAsync()
    {
        if (!_hasHappened)
        {
            _hasHappened = true;
            await happens();
        }
    }

    private static InvalidOperationException Invalid() => new("a backup must not change its source");
}

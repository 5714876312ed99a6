using Zot.Storage.Drivers;

namespace Zot.Testing;

/// <summary>A storage driver that fails after a number of changes, as if the machine had crashed.</summary>
/// <param name="inner">The driver that survives the crash.</param>
/// <param name="tears">True to write only half of the last append.</param>
public sealed class FailingDriver(IStorageDriver inner, bool tears = false) : IStorageDriver
{
    private int _changesLeft = int.MaxValue;
    private bool _tears = tears;

    /// <summary>The number of changes made.</summary>
    public int Changes { get; private set; }

    /// <summary>Allows this number of further changes.</summary>
    public void FailAfter(int changes) => _changesLeft = changes;

    public ValueTask<StoredObject?> StatAsync(StorageKey key, CancellationToken cancellationToken) =>
        inner.StatAsync(key, cancellationToken);

    public ValueTask<StoredContent?> OpenAsync(StorageKey key, CancellationToken cancellationToken) =>
        inner.OpenAsync(key, cancellationToken);

    public ValueTask<byte[]?> ReadAsync(StorageKey key, CancellationToken cancellationToken) =>
        inner.ReadAsync(key, cancellationToken);

    public ValueTask<IReadOnlyList<StorageChild>> ListAsync(StorageKey key, CancellationToken cancellationToken) =>
        inner.ListAsync(key, cancellationToken);

    public ValueTask<StoredObject> WriteAsync(
        StorageKey key, ReadOnlyMemory<byte> content, StorageKey staging, bool durable, CancellationToken cancellationToken)
    {
        Count();
        return inner.WriteAsync(key, content, staging, durable, cancellationToken);
    }

    public async ValueTask AppendAsync(
        StorageKey key, ReadOnlyMemory<byte> record, bool durable, CancellationToken cancellationToken)
    {
        if (_changesLeft == 0 && _tears)
        {
            _tears = false;
            await inner.AppendAsync(key, record[..(record.Length / 2)], durable, cancellationToken);
        }

        Count();
        await inner.AppendAsync(key, record, durable, cancellationToken);
    }

    public ValueTask<StagedContent> StageAsync(StorageKey key, CancellationToken cancellationToken)
    {
        Count();
        return inner.StageAsync(key, cancellationToken);
    }

    public ValueTask<bool> MoveAsync(StorageKey source, StorageKey target, bool durable, CancellationToken cancellationToken)
    {
        Count();
        return inner.MoveAsync(source, target, durable, cancellationToken);
    }

    public ValueTask<bool> LinkAsync(StorageKey source, StorageKey target, CancellationToken cancellationToken)
    {
        Count();
        return inner.LinkAsync(source, target, cancellationToken);
    }

    public ValueTask<bool> TouchAsync(StorageKey key, CancellationToken cancellationToken)
    {
        Count();
        return inner.TouchAsync(key, cancellationToken);
    }

    public ValueTask<bool> DeleteAsync(StorageKey key, CancellationToken cancellationToken)
    {
        Count();
        return inner.DeleteAsync(key, cancellationToken);
    }

    public ValueTask CreateDirectoryAsync(StorageKey key, bool durable, CancellationToken cancellationToken)
    {
        Count();
        return inner.CreateDirectoryAsync(key, durable, cancellationToken);
    }

    public ValueTask RemoveDirectoryAsync(StorageKey key, CancellationToken cancellationToken)
    {
        Count();
        return inner.RemoveDirectoryAsync(key, cancellationToken);
    }

    /// <summary>Leaves the inner driver open for the next start.</summary>
    public ValueTask DisposeAsync() => default;

    private void Count()
    {
        if (_changesLeft == 0)
        {
            throw new IOException("the machine has crashed");
        }

        _changesLeft--;
        Changes++;
    }
}

namespace Zot.Storage.Drivers.Memory;

/// <summary>A storage driver in memory, for tests and temporary registries.</summary>
public sealed class MemoryDriver(TimeProvider time) : IStorageDriver
{
    private readonly Lock _lock = new();
    private readonly Dictionary<StorageKey, MemoryObject> _objects = [];
    private readonly HashSet<StorageKey> _places = [];
    private ulong _identities;

    /// <inheritdoc/>
    public ValueTask<StoredObject?> StatAsync(StorageKey key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(_objects.GetValueOrDefault(key)?.ToObject());
        }
    }

    /// <inheritdoc/>
    public ValueTask<StoredContent?> OpenAsync(StorageKey key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult<StoredContent?>(
                _objects.TryGetValue(key, out var found) ? new MemoryContent(found.Content) : null);
        }
    }

    /// <inheritdoc/>
    public ValueTask<byte[]?> ReadAsync(StorageKey key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(_objects.GetValueOrDefault(key)?.Content);
        }
    }

    /// <inheritdoc/>
    public ValueTask<StoredObject> WriteAsync(
        StorageKey key,
        ReadOnlyMemory<byte> content,
        StorageKey staging,
        bool durable,
        CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Remove(key);
            var written = Create(key);
            written.Content = content.ToArray();
            return ValueTask.FromResult(written.ToObject());
        }
    }

    /// <inheritdoc/>
    public ValueTask AppendAsync(
        StorageKey key, ReadOnlyMemory<byte> record, bool durable, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var log = _objects.GetValueOrDefault(key) ?? Create(key);
            log.Content = [.. log.Content, .. record.Span];
            log.Modified = time.GetUtcNow();
            return default;
        }
    }

    /// <inheritdoc/>
    public ValueTask<StagedContent> StageAsync(StorageKey key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult<StagedContent>(
                new MemoryStaged(_objects.GetValueOrDefault(key) ?? Create(key)));
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> MoveAsync(
        StorageKey source, StorageKey target, bool durable, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_objects.Remove(source, out var moved))
            {
                return ValueTask.FromResult(false);
            }

            Remove(target);
            _objects[target] = moved;
            return ValueTask.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> LinkAsync(StorageKey source, StorageKey target, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_objects.TryGetValue(source, out var shared) || !_objects.TryAdd(target, shared))
            {
                return ValueTask.FromResult(false);
            }

            shared.Links++;
            shared.Modified = time.GetUtcNow();
            return ValueTask.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TouchAsync(StorageKey key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_objects.TryGetValue(key, out var touched))
            {
                return ValueTask.FromResult(false);
            }

            touched.Modified = time.GetUtcNow();
            return ValueTask.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(StorageKey key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(Remove(key));
        }
    }

    /// <inheritdoc/>
    public ValueTask CreateDirectoryAsync(StorageKey key, bool durable, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _places.Add(key);
            return default;
        }
    }

    /// <inheritdoc/>
    public ValueTask RemoveDirectoryAsync(StorageKey key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var prefix = $"{key}/";
            if (!_objects.Keys.Concat(_places)
                .Any(found => found.ToString().StartsWith(prefix, StringComparison.Ordinal)))
            {
                _places.Remove(key);
            }

            return default;
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StorageChild>> ListAsync(StorageKey key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var prefix = key == StorageKey.Root ? "" : $"{key}/";
            var below = _objects.Keys.Select(static found => (Key: found, IsPlace: false))
                .Concat(_places.Select(static found => (Key: found, IsPlace: true)))
                .Where(found => found.Key.ToString().StartsWith(prefix, StringComparison.Ordinal))
                .Select(found => (Segments: found.Key.ToString()[prefix.Length..].Split('/'), found.IsPlace))
                .Select(
                    static found => new StorageChild(found.Segments[0], found.IsPlace || found.Segments.Length > 1));
            return ValueTask.FromResult<IReadOnlyList<StorageChild>>([.. below.Distinct()]);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    private MemoryObject Create(StorageKey key) =>
        _objects[key] = new MemoryObject(++_identities) { Modified = time.GetUtcNow() };

    private bool Remove(StorageKey key)
    {
        if (!_objects.Remove(key, out var removed))
        {
            return false;
        }

        removed.Links--;
        return true;
    }
}

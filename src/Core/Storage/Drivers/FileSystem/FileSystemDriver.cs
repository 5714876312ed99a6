namespace Zot.Storage.Drivers.FileSystem;

/// <summary>A storage driver that maps keys to files below a root directory.</summary>
/// <remarks>
/// Calls are synchronous inside: the page cache answers nearly all of them faster than a thread switch.
/// </remarks>
public sealed partial class FileSystemDriver : IStorageDriver
{
    private readonly string _root;
    private readonly RootLock? _lock;
    private readonly SpaceReserve _reserve;
    private readonly TimeProvider _time;

    private FileSystemDriver(
        string root, RootLock? rootLock, MediumCondition condition, SpaceReserve reserve, TimeProvider time) =>
        (_root, _lock, Condition, _reserve, _time) = (root, rootLock, condition, reserve, time);

    /// <inheritdoc/>
    public MediumCondition Condition { get; }

    /// <summary>Opens a root directory, created if missing, for exclusive use by this process.</summary>
    /// <exception cref="StorageInUseException">Another process has it open.</exception>
    public static FileSystemDriver Open(string rootDirectory, TimeProvider time)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(rootDirectory));
        Directories.Create(root, durable: false);
        var reserve = new SpaceReserve(root);
        var condition = reserve.Probe();
        var rootLock = RootLock.Take(root, condition == MediumCondition.ReadOnly);
        if (condition == MediumCondition.Writable)
        {
            reserve.Restore();
        }

        return new FileSystemDriver(root, rootLock, condition, reserve, time);
    }

    /// <summary>Opens a root directory that another process may have open. It must not be written to.</summary>
    public static FileSystemDriver OpenForReading(string rootDirectory, TimeProvider time)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(rootDirectory));
        return new(root, rootLock: null, MediumCondition.ReadOnly, new SpaceReserve(root), time);
    }

    /// <inheritdoc/>
    public ValueTask<StoredObject?> StatAsync(StorageKey key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(FileObjects.Stat(PathOf(key)));

    /// <inheritdoc/>
    public ValueTask<StoredContent?> OpenAsync(StorageKey key, CancellationToken cancellationToken) =>
        ValueTask.FromResult<StoredContent?>(
            FileObjects.OpenForReading(PathOf(key)) is { } file ? new FileContent(file) : null);

    /// <inheritdoc/>
    public ValueTask<byte[]?> ReadAsync(StorageKey key, CancellationToken cancellationToken)
    {
        using var file = FileObjects.OpenForReading(PathOf(key));
        return ValueTask.FromResult(file is null ? null : FileObjects.ReadWhole(file));
    }

    /// <inheritdoc/>
    public ValueTask<StoredObject> WriteAsync(
        StorageKey key,
        ReadOnlyMemory<byte> content,
        StorageKey staging,
        bool durable,
        CancellationToken cancellationToken)
    {
        var temporary = PathOf(staging);
        try
        {
            // CreateNew instead of truncating: ext4 flushes a file that was truncated when it is closed.
            StoredObject written;
            using (var file = FileObjects.OpenForWriting(temporary, FileMode.CreateNew, durable))
            {
                RandomAccess.Write(file.SafeFileHandle, content.Span, fileOffset: 0);
                if (durable)
                {
                    RandomAccess.FlushToDisk(file.SafeFileHandle);
                }

                written = FileObjects.Stat(file.SafeFileHandle, temporary);
            }

            return FileObjects.Rename(temporary, PathOf(key), durable)
                ? ValueTask.FromResult(written)
                : throw new IOException($"{temporary} was removed before it could be renamed to {key}");
        }
        catch
        {
            // On any exception: a partial file must not remain.
            File.Delete(temporary);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask AppendAsync(
        StorageKey key, ReadOnlyMemory<byte> record, bool durable, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        using var file = FileObjects.OpenForWriting(path, FileMode.OpenOrCreate, durable);
        var end = RandomAccess.GetLength(file.SafeFileHandle);
        try
        {
            RandomAccess.Write(file.SafeFileHandle, record.Span, end);
            if (durable)
            {
                RandomAccess.FlushToDisk(file.SafeFileHandle);
                if (end == 0)
                {
                    Directories.Flush(Path.GetDirectoryName(path)!);
                }
            }
        }
        catch // on any exception: the caller reports that the record was not written
        {
            RandomAccess.SetLength(file.SafeFileHandle, end);
            throw;
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask<StagedContent> StageAsync(StorageKey key, CancellationToken cancellationToken) =>
        ValueTask.FromResult<StagedContent>(
            new StagedFile(FileObjects.OpenForWriting(PathOf(key), FileMode.OpenOrCreate, durable: false)));

    /// <inheritdoc/>
    public ValueTask<bool> MoveAsync(
        StorageKey source, StorageKey target, bool durable, CancellationToken cancellationToken)
    {
        var from = PathOf(source);
        if (FileObjects.Stat(from) is null)
        {
            return ValueTask.FromResult(false);
        }

        if (durable)
        {
            using var file = FileObjects.OpenForWriting(from, FileMode.Open, durable: false);
            RandomAccess.FlushToDisk(file.SafeFileHandle);
        }

        return ValueTask.FromResult(FileObjects.Rename(from, PathOf(target), durable));
    }

    /// <inheritdoc/>
    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsWindows())
        {
            Posix.FlushFileSystem(_root);
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask<bool> TouchAsync(StorageKey key, CancellationToken cancellationToken)
    {
        try
        {
            File.SetLastWriteTimeUtc(PathOf(key), _time.GetUtcNow().UtcDateTime);
            return ValueTask.FromResult(true);
        }
        catch (IOException cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            return ValueTask.FromResult(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(StorageKey key, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        var isThere = FileObjects.Stat(path) is not null;
        if (isThere)
        {
            File.Delete(path);
        }

        return ValueTask.FromResult(isThere);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ReleaseReserveAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(_reserve.Release());

    /// <inheritdoc/>
    public ValueTask RestoreReserveAsync(CancellationToken cancellationToken)
    {
        if (Condition != MediumCondition.ReadOnly)
        {
            _reserve.Restore();
        }

        return default;
    }

    /// <summary>Releases the lock on the directory.</summary>
    public ValueTask DisposeAsync()
    {
        _lock?.Dispose();
        return default;
    }

    private string PathOf(StorageKey key) => key == StorageKey.Root ? _root : $"{_root}/{key}";
}

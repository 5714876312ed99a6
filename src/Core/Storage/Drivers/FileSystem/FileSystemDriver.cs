using System.IO.Enumeration;

namespace Zot.Storage.Drivers.FileSystem;

/// <summary>Keys are files below a root directory.</summary>
/// <remarks>
/// Calls are synchronous inside: nearly all are answered by the page cache, faster than a thread could be switched.
/// </remarks>
public sealed class FileSystemDriver : IStorageDriver
{
    private static readonly EnumerationOptions EveryEntry = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    private readonly string _root;
    private readonly FileStream? _lock;
    private readonly TimeProvider _time;

    private FileSystemDriver(string root, FileStream? rootLock, TimeProvider time) =>
        (_root, _lock, _time) = (root, rootLock, time);

    /// <summary>Opens a root directory, which is created when absent, for this process alone.</summary>
    /// <exception cref="StorageInUseException">Another process has it open.</exception>
    public static FileSystemDriver Open(string rootDirectory, TimeProvider time)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(rootDirectory));
        Directories.Create(root, durable: false);
        return new FileSystemDriver(root, RootLock.Take(root), time);
    }

    /// <summary>Opens a root directory that another process may have open. Nothing may be written to it.</summary>
    public static FileSystemDriver OpenForReading(string rootDirectory, TimeProvider time) =>
        new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(rootDirectory)), rootLock: null, time);

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
            StoredObject written;
            using (var file = FileObjects.OpenForWriting(temporary, FileMode.Create, durable))
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
                : throw new IOException($"{temporary} was removed before it could become {key}");
        }
        catch
        {
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
            }
        }
        catch (IOException)
        {
            RandomAccess.SetLength(file.SafeFileHandle, end);
            throw;
        }

        if (durable && end == 0)
        {
            Directories.Flush(Path.GetDirectoryName(path)!);
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
    public ValueTask<bool> LinkAsync(StorageKey source, StorageKey target, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            return ValueTask.FromResult(false);
        }

        var (from, to) = (PathOf(source), PathOf(target));
        if (!Posix.TryLink(from, to))
        {
            Directories.Create(Path.GetDirectoryName(to)!, durable: false);
            if (!Posix.TryLink(from, to))
            {
                return ValueTask.FromResult(false);
            }
        }

        File.SetLastWriteTimeUtc(to, _time.GetUtcNow().UtcDateTime);
        return ValueTask.FromResult(true);
    }

    /// <inheritdoc/>
    public ValueTask<bool> AdoptAsync(string file, StorageKey target, CancellationToken cancellationToken)
    {
        // link(2) takes a symbolic link for what it is, and not for the file it leads to.
        if (OperatingSystem.IsWindows() || new FileInfo(file).LinkTarget is not null)
        {
            return ValueTask.FromResult(false);
        }

        var to = PathOf(target);
        Directories.Create(Path.GetDirectoryName(to)!, durable: false);
        if (!Posix.TryLink(file, to))
        {
            return ValueTask.FromResult(false);
        }

        try
        {
            File.SetLastWriteTimeUtc(to, _time.GetUtcNow().UtcDateTime);
            return ValueTask.FromResult(true);
        }
        catch (UnauthorizedAccessException)
        {
            // A file of another user, whose age could never be renewed.
            File.Delete(to);
            return ValueTask.FromResult(false);
        }
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
    public ValueTask CreatePlaceAsync(StorageKey key, bool durable, CancellationToken cancellationToken)
    {
        Directories.Create(PathOf(key), durable);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask RemovePlaceAsync(StorageKey key, CancellationToken cancellationToken)
    {
        try
        {
            Directory.Delete(PathOf(key), recursive: false);
        }
        catch (IOException) when (!Directory.Exists(PathOf(key)) || Directory.EnumerateFileSystemEntries(PathOf(key)).Any())
        {
            // It is gone, or there is something in it.
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StorageChild>> ListAsync(StorageKey key, CancellationToken cancellationToken)
    {
        // Absence is common, and an exception costs more than a look.
        if (!Directory.Exists(PathOf(key)))
        {
            return ValueTask.FromResult<IReadOnlyList<StorageChild>>([]);
        }

        try
        {
            return ValueTask.FromResult<IReadOnlyList<StorageChild>>([.. new FileSystemEnumerable<StorageChild>(
                PathOf(key),
                static (ref FileSystemEntry entry) => new StorageChild(entry.FileName.ToString(), entry.IsDirectory),
                EveryEntry)]);
        }
        catch (DirectoryNotFoundException)
        {
            return ValueTask.FromResult<IReadOnlyList<StorageChild>>([]);
        }
    }

    /// <summary>Lets other processes in.</summary>
    public ValueTask DisposeAsync() => _lock?.DisposeAsync() ?? default;

    private string PathOf(StorageKey key) => key == StorageKey.Root ? _root : $"{_root}/{key}";
}

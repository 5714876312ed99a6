using System.IO.Enumeration;

namespace Zot.Storage.Drivers.FileSystem;

/// <remarks>Directories.</remarks>
public sealed partial class FileSystemDriver
{
    private static readonly EnumerationOptions EveryEntry =
        new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <inheritdoc/>
    public ValueTask CreateDirectoryAsync(StorageKey key, bool durable, CancellationToken cancellationToken)
    {
        Directories.Create(PathOf(key), durable);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask RemoveDirectoryAsync(StorageKey key, CancellationToken cancellationToken)
    {
        try
        {
            Directory.Delete(PathOf(key), recursive: false);
        }
        catch (IOException)
            when (!Directory.Exists(PathOf(key)) || Directory.EnumerateFileSystemEntries(PathOf(key)).Any())
        {
            // It is already removed, or not empty.
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StorageChild>> ListAsync(StorageKey key, CancellationToken cancellationToken)
    {
        // A missing directory is common, and an exception costs more than a stat.
        if (!Directory.Exists(PathOf(key)))
        {
            return ValueTask.FromResult<IReadOnlyList<StorageChild>>([]);
        }

        try
        {
            return ValueTask.FromResult<IReadOnlyList<StorageChild>>([.. new FileSystemEnumerable<StorageChild>(
                PathOf(key),
                static (ref FileSystemEntry entry) => Child(ref entry),
                EveryEntry)]);
        }
        catch (DirectoryNotFoundException)
        {
            return ValueTask.FromResult<IReadOnlyList<StorageChild>>([]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> IsInPlaceAsync(StorageKey key, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        for (var end = _root.Length; end < path.Length;)
        {
            end = path.IndexOf('/', end + 1) is > 0 and var next ? next : path.Length;
            if (FileObjects.IsOwnDirectory(path[..end]) is not { } isDirectory)
            {
                break;
            }

            if (!isDirectory)
            {
                return ValueTask.FromResult(false);
            }
        }

        return ValueTask.FromResult(true);
    }

    // A link may lead out of the root, or to a directory that is also listed under its own name.
    private static StorageChild Child(ref FileSystemEntry entry)
    {
        var isLink = entry.IsDirectory && entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
        return new StorageChild(entry.FileName.ToString(), entry.IsDirectory && !isLink) { IsLink = isLink };
    }
}

namespace Zot.Storage.Drivers.FileSystem;

/// <remarks>Hard links.</remarks>
public sealed partial class FileSystemDriver
{
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
        // link(2) links a symbolic link itself, not the file it points to.
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
            // A file of another user, whose modification time could never be renewed.
            File.Delete(to);
            return ValueTask.FromResult(false);
        }
    }
}

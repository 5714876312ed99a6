namespace Zot.Storage.Drivers.FileSystem;

/// <summary>The claim of one process on a root directory; the kernel drops it with the process, however that ends.</summary>
internal static class RootLock
{
    private const string FileName = ".zot.lock";

    // What the original keeps open, and locks (flock(2)), as long as it runs.
    private static readonly string[] FilesOfZot = ["cache.db", "meta.db"];

    /// <exception cref="StorageInUseException">Another process has it.</exception>
    internal static FileStream Take(string root)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileModes.File;
        }

        try
        {
            RequireNoOther(root);
            return new FileStream(Path.Combine(root, FileName), options);
        }
        catch (IOException cause) when (cause.GetType() == typeof(IOException))
        {
            // A sharing violation has no type of its own; absence, length and access have.
            throw new StorageInUseException(root, cause);
        }
    }

    private static void RequireNoOther(string root)
    {
        foreach (var path in FilesOfZot.Select(name => Path.Combine(root, name)).Where(File.Exists))
        {
            try
            {
                File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read).Dispose();
            }
            catch (UnauthorizedAccessException)
            {
                // Whether it is in use cannot be told.
            }
        }
    }
}

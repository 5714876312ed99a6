namespace Zot.Storage.Drivers.FileSystem;

/// <summary>Creates directories with private permissions, and flushes them.</summary>
internal static class Directories
{
    /// <summary>Creates a directory and its missing parents.</summary>
    internal static void Create(string path, bool durable)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        var parent = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(parent))
        {
            Create(parent, durable);
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, FileModes.Directory);
        }

        if (durable && !string.IsNullOrEmpty(parent))
        {
            Flush(parent);
        }
    }

    /// <summary>Makes the entries of a directory durable.</summary>
    internal static void Flush(string path)
    {
        // Windows journals directory entries itself.
        if (!OperatingSystem.IsWindows())
        {
            Posix.FlushDirectory(path);
        }
    }
}

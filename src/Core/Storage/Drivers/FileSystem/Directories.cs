namespace Zot.Storage.Drivers.FileSystem;

/// <summary>Makes directories with our mode, and flushes them.</summary>
internal static class Directories
{
    /// <summary>Creates a directory and those above it, as far as they are missing.</summary>
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

    /// <summary>Makes the names in a directory durable.</summary>
    internal static void Flush(string path)
    {
        // Windows journals names by itself.
        if (!OperatingSystem.IsWindows())
        {
            Posix.FlushDirectory(path);
        }
    }
}

namespace Zot.Storage.Drivers.FileSystem;

/// <summary>
/// Thrown when another process has the directory open: two processes would overwrite each other's changes.
/// </summary>
public sealed class StorageInUseException(string directory, Exception cause)
    : IOException(
        $"the storage directory '{directory}' is in use by another zot process; stop that process first", cause)
{
    /// <summary>The directory.</summary>
    public string Directory { get; } = directory;
}

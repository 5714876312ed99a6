namespace Zot.Configuration;

/// <summary>Where a relative path points to.</summary>
internal static class FilePath
{
    /// <summary>The path as the process sees it; when nothing is there, as seen from the configuration file.</summary>
    /// <exception cref="IOException">It is empty, or has a character that no path can have.</exception>
    public static string Resolve(string path, string? folder)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new IOException(path.Length == 0 ? "the path is empty" : "the path contains a NUL character");
        }

        var full = Path.GetFullPath(path);
        return folder is null || Path.IsPathRooted(path) || File.Exists(full) ? full : Path.GetFullPath(path, folder);
    }
}

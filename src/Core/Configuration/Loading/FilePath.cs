namespace Zot.Configuration.Loading;

/// <summary>Resolves relative paths.</summary>
internal static class FilePath
{
    /// <summary>
    /// Resolves a path against the working directory; if no such file exists, against the configuration file's
    /// directory.
    /// </summary>
    /// <exception cref="IOException">The path is empty or contains an invalid character.</exception>
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

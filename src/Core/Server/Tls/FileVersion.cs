namespace Zot.Server.Tls;

/// <summary>Identifies a version of a file. The default value represents an unreadable file.</summary>
internal readonly record struct FileVersion(long Length, DateTime Written, DateTime Created)
{
    public static FileVersion Of(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            return new FileVersion(
                RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file), File.GetCreationTimeUtc(file));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}

namespace Zot.Auth.Htpasswd;

/// <summary>
/// Identifies a version of a file, following symbolic links. The default value represents a file that cannot be read.
/// </summary>
internal readonly record struct FileStamp(long Length, DateTime Written, DateTime Created)
{
    public static FileStamp Of(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            return new FileStamp(
                RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file), File.GetCreationTimeUtc(file));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}

namespace Zot.Server.Tls;

/// <summary>What tells one version of a file from the next. The default: it cannot be read.</summary>
internal readonly record struct FileVersion(long Length, DateTime Written, DateTime Created)
{
    public static FileVersion Of(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            return new FileVersion(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file), File.GetCreationTimeUtc(file));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}

#if EXT_SYNC
namespace Zot.Extensions.Sync.Credentials;

/// <summary>Reads small files.</summary>
internal static class BoundedFile
{
    private const int MaxTextLength = 64 * 1024;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The file has more bytes than the limit.</exception>
    public static byte[] Read(string path, int limit)
    {
        // Not by the length of the file: a device has none, and a pipe never ends.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[limit + 1];
        var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return length <= limit
            ? buffer[..length]
            : throw new InvalidDataException($"{path} has more than {limit} bytes");
    }

    /// <summary>Reads a text without the white space around it.</summary>
    /// <exception cref="InvalidDataException">The file is too large.</exception>
    public static string ReadText(string path) => System.Text.Encoding.UTF8.GetString(Read(path, MaxTextLength)).Trim();
}
#endif

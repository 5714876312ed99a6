#if EXT_SYNC
using Zot.Client.Distribution;

namespace Zot.Extensions.Sync.Upstreams;

/// <summary>
/// Finds the TLS files of an upstream registry, named as for Docker: <c>*.crt</c> is the authority, <c>*.cert</c> the
/// client certificate, <c>*.key</c> its key.
/// </summary>
internal static class CertificateDirectory
{
    /// <summary>
    /// Finds the files. Of several of a kind, the last by name is used; a missing directory has none, as in zot.
    /// </summary>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory is not readable.</exception>
    /// <exception cref="InvalidDataException">There is a key without a certificate, or the reverse.</exception>
    public static RemoteTls Read(string? directory)
    {
        if (directory is not { Length: > 0 } || !Directory.Exists(directory))
        {
            return new RemoteTls();
        }

        var (certificate, key) = (Find(directory, ".cert"), Find(directory, ".key"));
        return (certificate is null) == (key is null)
            ? new RemoteTls { Authorities = Find(directory, ".crt"), Certificate = certificate, Key = key }
            : throw new InvalidDataException($"{directory} must contain both *.cert and *.key, or neither");
    }

    private static string? Find(string directory, string extension) => Directory.EnumerateFiles(directory)
        .Where(file => Path.GetExtension(file) == extension)
        .Order(StringComparer.Ordinal)
        .LastOrDefault();
}
#endif

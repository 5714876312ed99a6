using System.Security.Cryptography;
using System.Text.Json;
using Zot.Registry;
using Zot.Zli.Server;

namespace Zot.Zli.Distribution;

/// <summary>A manifest of a registry.</summary>
/// <param name="MediaType">The media type.</param>
/// <param name="Digest">The digest.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="Content">The content.</param>
internal sealed record RemoteManifest(string MediaType, string Digest, long Size, JsonElement Content)
{
    /// <summary>The header with the digest.</summary>
    public const string DigestHeader = "Docker-Content-Digest";

    /// <summary>Returns the digest: the requested one, that of the header, or that of the content.</summary>
    public static string DigestOf(ServerAnswer answer, string reference) =>
        Registry.Digest.TryParse(reference, out var requested) ? requested.ToString()
        : Registry.Digest.TryParse(answer.Header(DigestHeader), out var stated) ? stated.ToString()
        : Registry.Digest.FromHash(DigestAlgorithm.Sha256, SHA256.HashData(answer.Body.Span)).ToString();
}

using System.Security.Cryptography;

namespace Zot.BlackBox.Harness;

/// <summary>Computes digests in the format of the image specification.</summary>
internal static class Digests
{
    public static string Sha256(ReadOnlySpan<byte> content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";

    public static string Sha384(ReadOnlySpan<byte> content) => $"sha384:{Convert.ToHexStringLower(SHA384.HashData(content))}";

    public static string Sha512(ReadOnlySpan<byte> content) => $"sha512:{Convert.ToHexStringLower(SHA512.HashData(content))}";

    /// <summary>Computes a digest by the name of the algorithm.</summary>
    public static string Of(string algorithm, ReadOnlySpan<byte> content) => algorithm switch
    {
        "sha256" => Sha256(content),
        "sha384" => Sha384(content),
        "sha512" => Sha512(content),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };
}

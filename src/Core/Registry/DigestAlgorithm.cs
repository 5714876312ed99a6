using System.Security.Cryptography;

namespace Zot.Registry;

/// <summary>A hash function that content may be named by.</summary>
/// <remarks>image-spec, descriptor.md, "Registered algorithms"; sha384 is what go-digest clients add.</remarks>
public sealed class DigestAlgorithm
{
    private readonly HashAlgorithmName _hash;

    private DigestAlgorithm(string name, int hashLength, HashAlgorithmName hash)
    {
        Name = name;
        HexLength = hashLength * 2;
        _hash = hash;
    }

    /// <summary>The one every registry knows, and the default wherever a client names none.</summary>
    public static DigestAlgorithm Sha256 { get; } = new("sha256", 32, HashAlgorithmName.SHA256);

    /// <summary>SHA-384.</summary>
    public static DigestAlgorithm Sha384 { get; } = new("sha384", 48, HashAlgorithmName.SHA384);

    /// <summary>SHA-512.</summary>
    public static DigestAlgorithm Sha512 { get; } = new("sha512", 64, HashAlgorithmName.SHA512);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DigestAlgorithm> All { get; } = [Sha256, Sha384, Sha512];

    /// <summary>The name in a digest, in lower case.</summary>
    public string Name { get; }

    /// <summary>How many hexadecimal digits a digest of this algorithm has.</summary>
    public int HexLength { get; }

    /// <summary>The algorithm of that name, or <see langword="null"/> for one that is not known here.</summary>
    public static DigestAlgorithm? Find(ReadOnlySpan<char> name) => name switch
    {
        "sha256" => Sha256,
        "sha384" => Sha384,
        "sha512" => Sha512,
        _ => null,
    };

    /// <summary>The digest of bytes that are all in memory.</summary>
    public Digest Compute(ReadOnlySpan<byte> content) =>
        Digest.FromHash(this, CryptographicOperations.HashData(_hash, content));

    /// <summary>A running hash, for content that arrives in pieces. The caller disposes it.</summary>
    public IncrementalHash CreateHash() => IncrementalHash.CreateHash(_hash);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

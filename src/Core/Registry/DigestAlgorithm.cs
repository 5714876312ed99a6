using System.Security.Cryptography;

namespace Zot.Registry;

/// <summary>A hash algorithm for digests.</summary>
/// <remarks>image-spec, descriptor.md, "Registered algorithms"; sha384 is an addition of go-digest clients.</remarks>
public sealed class DigestAlgorithm
{
    private readonly HashAlgorithmName _hash;

    private DigestAlgorithm(string name, int hashLength, HashAlgorithmName hash)
    {
        Name = name;
        HexLength = hashLength * 2;
        _hash = hash;
    }

    /// <summary>SHA-256: supported by every registry, and the default if a client specifies none.</summary>
    public static DigestAlgorithm Sha256 { get; } = new("sha256", 32, HashAlgorithmName.SHA256);

    /// <summary>SHA-384.</summary>
    public static DigestAlgorithm Sha384 { get; } = new("sha384", 48, HashAlgorithmName.SHA384);

    /// <summary>SHA-512.</summary>
    public static DigestAlgorithm Sha512 { get; } = new("sha512", 64, HashAlgorithmName.SHA512);

    /// <summary>All supported algorithms.</summary>
    public static IReadOnlyList<DigestAlgorithm> All { get; } = [Sha256, Sha384, Sha512];

    /// <summary>The name in a digest, in lower case.</summary>
    public string Name { get; }

    /// <summary>The number of hexadecimal digits of a hash.</summary>
    public int HexLength { get; }

    /// <summary>Finds an algorithm by name; <see langword="null"/> if it is not supported.</summary>
    public static DigestAlgorithm? Find(ReadOnlySpan<char> name) => name switch
    {
        "sha256" => Sha256,
        "sha384" => Sha384,
        "sha512" => Sha512,
        _ => null,
    };

    /// <summary>Computes the digest of bytes in memory.</summary>
    public Digest Compute(ReadOnlySpan<byte> content) =>
        Digest.FromHash(this, CryptographicOperations.HashData(_hash, content));

    /// <summary>Creates an incremental hash, for content that arrives in pieces. The caller disposes it.</summary>
    public IncrementalHash CreateHash() => IncrementalHash.CreateHash(_hash);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

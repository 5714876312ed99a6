using System.Security.Cryptography;
using Zot.Registry;

namespace Zot.Benchmarks.Content;

/// <summary>Bytes and the digest they have.</summary>
internal sealed record Blob(byte[] Bytes, Digest Digest)
{
    internal static Blob Of(byte[] bytes) =>
        new(bytes, Digest.FromHash(DigestAlgorithm.Sha256, SHA256.HashData(bytes)));

    /// <summary>Bytes that no other call returns, and that do not compress.</summary>
    internal static Blob Unique(int length) => Of(RandomNumberGenerator.GetBytes(length));
}

using System.Security.Cryptography;
using Zot.Registry;

namespace Zot.Benchmarks.Content;

/// <summary>Content and its digest.</summary>
internal sealed record Blob(byte[] Bytes, Digest Digest)
{
    internal static Blob Of(byte[] bytes) =>
        new(bytes, Digest.FromHash(DigestAlgorithm.Sha256, SHA256.HashData(bytes)));

    /// <summary>Creates a unique, incompressible blob.</summary>
    internal static Blob Unique(int length) => Of(RandomNumberGenerator.GetBytes(length));
}

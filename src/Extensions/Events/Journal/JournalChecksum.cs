#if EXT_EVENTS
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Zot.Extensions.Events;

/// <summary>Tells a record of the journal that is as it was written from one that is not.</summary>
internal static class JournalChecksum
{
    /// <summary>The checksum of a record: the first eight bytes of its SHA-256.</summary>
    public static long Of(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }
}
#endif

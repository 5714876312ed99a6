#if EXT_EVENTS
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Zot.Extensions.Events.Journal;

/// <summary>Computes the checksums that detect damaged records of the journal.</summary>
internal static class JournalChecksum
{
    /// <summary>Returns the checksum of a record: the first eight bytes of its SHA-256.</summary>
    public static long Of(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }
}
#endif

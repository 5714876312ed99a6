using System.Buffers.Binary;
using System.Numerics;

namespace Zot.Metadata.Bolt;

/// <summary>One of the two pages that say where everything begins; writers change them in turn.</summary>
/// <param name="PageSize">The size of a page, in bytes.</param>
/// <param name="Root">The page where the tree of all buckets begins.</param>
/// <param name="PageCount">How many pages there are; the free ones count.</param>
/// <param name="Transaction">The transaction that wrote it: the greater one is newer.</param>
internal readonly record struct BoltMeta(int PageSize, ulong Root, ulong PageCount, ulong Transaction)
{
    /// <summary>How many bytes of its page are needed to read it.</summary>
    internal const int Length = BoltPage.HeaderLength + ChecksumOffset + sizeof(ulong);

    internal const int MinPageSize = 1024;
    internal const int MaxPageSize = 32 * 1024 * 1024; // where writers stop looking, too

    private const ushort MetaFlag = 0x04;
    private const uint Magic = 0xED0CDAED;
    private const uint Version = 2;
    private const int ChecksumOffset = 56;

    /// <summary>Reads it; <see langword="null"/> when it is not sound.</summary>
    internal static BoltMeta? Read(ReadOnlySpan<byte> page)
    {
        var body = page[BoltPage.HeaderLength..];
        if (BinaryPrimitives.ReadUInt16LittleEndian(page[8..]) != MetaFlag
            || BinaryPrimitives.ReadUInt32LittleEndian(body) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(body[4..]) != Version
            || BinaryPrimitives.ReadUInt64LittleEndian(body[ChecksumOffset..]) != Checksum(body[..ChecksumOffset]))
        {
            return null;
        }

        var pageSize = BinaryPrimitives.ReadUInt32LittleEndian(body[8..]);
        return pageSize is < MinPageSize or > MaxPageSize || !BitOperations.IsPow2(pageSize)
            ? null
            : new BoltMeta(
                (int)pageSize,
                BinaryPrimitives.ReadUInt64LittleEndian(body[16..]),
                BinaryPrimitives.ReadUInt64LittleEndian(body[40..]),
                BinaryPrimitives.ReadUInt64LittleEndian(body[48..]));
    }

    /// <summary>FNV-1a with 64 bits.</summary>
    internal static ulong Checksum(ReadOnlySpan<byte> bytes)
    {
        var hash = 0xcbf29ce484222325UL;
        foreach (var value in bytes)
        {
            hash = unchecked((hash ^ value) * 0x100000001b3UL);
        }

        return hash;
    }
}

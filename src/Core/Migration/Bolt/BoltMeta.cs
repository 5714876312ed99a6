using System.Buffers.Binary;
using System.Numerics;

namespace Zot.Migration.Bolt;

/// <summary>One of the two meta pages, which locate the root; writers update them alternately.</summary>
/// <param name="PageSize">The size of a page, in bytes.</param>
/// <param name="Root">The page where the root bucket begins.</param>
/// <param name="PageCount">The number of pages, including free ones.</param>
/// <param name="Transaction">The transaction that wrote the page: the greater one is newer.</param>
internal readonly record struct BoltMeta(int PageSize, ulong Root, ulong PageCount, ulong Transaction)
{
    /// <summary>The number of bytes of the page that are needed to read it.</summary>
    internal const int Length = BoltPage.HeaderLength + ChecksumOffset + sizeof(ulong);

    internal const int MinPageSize = 1024;
    internal const int MaxPageSize = 32 * 1024 * 1024; // the limit of bbolt's own search

    private const ushort MetaFlag = 0x04;
    private const uint Magic = 0xED0CDAED;
    private const uint Version = 2;
    private const int ChecksumOffset = 56;

    /// <summary>Reads a meta page; <see langword="null"/> if it is invalid.</summary>
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

    /// <summary>Computes the 64-bit FNV-1a hash.</summary>
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

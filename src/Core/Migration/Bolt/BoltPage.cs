using System.Buffers.Binary;

namespace Zot.Migration.Bolt;

/// <summary>A page of a tree with its overflow pages. All of its content is untrusted.</summary>
/// <remarks>
/// <code>
/// header   id u64, flags u16, count u16, overflow u32
/// branch   position u32, key length u32, child u64          count times; positions are relative to the element
/// leaf     flags u32, position u32, key length u32, value length u32
/// </code>
/// </remarks>
internal readonly struct BoltPage
{
    internal const int HeaderLength = 16;

    private const int ElementLength = 16;
    private const ushort BranchFlag = 0x01;
    private const ushort LeafFlag = 0x02;
    private const uint BucketFlag = 0x01;

    private readonly ReadOnlyMemory<byte> _bytes;

    /// <exception cref="InvalidDataException">The page does not belong to a tree.</exception>
    internal BoltPage(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < HeaderLength)
        {
            throw new InvalidDataException("the bolt file is damaged: a page is shorter than its header");
        }

        _bytes = bytes;
        var flags = BinaryPrimitives.ReadUInt16LittleEndian(bytes.Span[8..]);
        (IsLeaf, Count) = (flags == LeafFlag, BinaryPrimitives.ReadUInt16LittleEndian(bytes.Span[10..]));
        if (flags is not (LeafFlag or BranchFlag) || (!IsLeaf && Count == 0) || HeaderLength
            + (Count * ElementLength) > bytes.Length)
        {
            throw new InvalidDataException(
                $"the bolt file is damaged: a page with flags {flags} and {Count} elements is not a tree page");
        }
    }

    internal bool IsLeaf { get; }

    internal int Count { get; }

    internal ReadOnlyMemory<byte> Key(int index) => IsLeaf
        ? Slice(index, Number(index, 4), 0, Number(index, 8))
        : Slice(index, Number(index, 0), 0, Number(index, 4));

    /// <summary>The child of a branch.</summary>
    internal ulong Child(int index) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes.Span[(Element(index) + 8)..]);

    /// <summary>The value of a leaf.</summary>
    internal ReadOnlyMemory<byte> Value(int index) =>
        Slice(index, Number(index, 4), Number(index, 8), Number(index, 12));

    /// <summary>Indicates whether the value of a leaf is a bucket.</summary>
    internal bool IsBucket(int index) => (Number(index, 0) & BucketFlag) != 0;

    /// <summary>
    /// The first element of a leaf that is not less than a key; for a branch, the child that contains this element.
    /// </summary>
    internal int Seek(ReadOnlySpan<byte> key)
    {
        var (from, to) = (0, Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            var order = Key(middle).Span.SequenceCompareTo(key);
            if (order < 0 || (order == 0 && !IsLeaf))
            {
                from = middle + 1;
            }
            else
            {
                to = middle;
            }
        }

        return IsLeaf ? from : Math.Max(from - 1, 0);
    }

    private static int Element(int index) => HeaderLength + (index * ElementLength);

    private uint Number(int index, int offset) =>
        BinaryPrimitives.ReadUInt32LittleEndian(_bytes.Span[(Element(index) + offset)..]);

    private ReadOnlyMemory<byte> Slice(int index, uint position, uint skipped, uint length)
    {
        var start = Element(index) + (long)position + skipped;
        return start + length <= _bytes.Length
            ? _bytes.Slice((int)start, (int)length)
            : throw new InvalidDataException("the bolt file is damaged: an element reaches beyond its page");
    }
}

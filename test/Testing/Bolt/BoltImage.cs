using System.Buffers.Binary;

namespace Zot.Testing.Bolt;

/// <summary>Builds a bolt file page by page.</summary>
public sealed class BoltImage
{
    private const int HeaderLength = 16;
    private const int ElementLength = 16;
    private const ushort Branch = 1;
    private const ushort Leaf = 2;
    private const ushort Meta = 4;
    private const ushort FreeList = 16;

    private readonly int _pageSize;
    private readonly List<byte> _pages = [];

    private BoltImage(int pageSize)
    {
        _pageSize = pageSize;
        Append(Page(0, Meta, [], pageSize)); // written last
        Append(Page(1, Meta, [], pageSize));
        Append(Page(2, FreeList, [], pageSize));
    }

    private ulong Next => (ulong)(_pages.Count / _pageSize);

    /// <summary>Returns the bytes of a file with this content.</summary>
    /// <param name="content">The root bucket.</param>
    /// <param name="older">The content before the last transaction.</param>
    /// <param name="pageSize">The size of a page, in bytes.</param>
    public static byte[] Of(BoltContent content, BoltContent? older = null, int pageSize = 4096)
    {
        var image = new BoltImage(pageSize);
        var before = image.WriteTree(older ?? new BoltContent());
        var root = image.WriteTree(content);
        var bytes = image._pages.ToArray();
        image.WriteMeta(bytes, 0, before, transaction: 6);
        image.WriteMeta(bytes, 1, root, transaction: 7);
        return bytes;
    }

    /// <summary>Updates the checksum of a meta page.</summary>
    public static void Seal(Span<byte> meta)
    {
        var hash = 0xcbf29ce484222325UL;
        foreach (var value in meta[HeaderLength..(HeaderLength + 56)])
        {
            hash = unchecked((hash ^ value) * 0x100000001b3UL);
        }

        BinaryPrimitives.WriteUInt64LittleEndian(meta[(HeaderLength + 56)..], hash);
    }

    private void WriteMeta(byte[] file, int number, ulong root, ulong transaction)
    {
        var page = file.AsSpan(number * _pageSize, _pageSize);
        var body = page[HeaderLength..];
        BinaryPrimitives.WriteUInt32LittleEndian(body, 0xED0CDAED);
        BinaryPrimitives.WriteUInt32LittleEndian(body[4..], 2);
        BinaryPrimitives.WriteUInt32LittleEndian(body[8..], (uint)_pageSize);
        BinaryPrimitives.WriteUInt64LittleEndian(body[16..], root);
        BinaryPrimitives.WriteUInt64LittleEndian(body[32..], 2);
        BinaryPrimitives.WriteUInt64LittleEndian(body[40..], Next);
        BinaryPrimitives.WriteUInt64LittleEndian(body[48..], transaction);
        Seal(page);
    }

    // Returns the number of the root page.
    private ulong WriteTree(BoltContent content)
    {
        var level = WriteLevel(Leaf, [.. content.Entries.Select(Element)]);
        while (level.Count > 1)
        {
            level = WriteLevel(Branch, level);
        }

        return BinaryPrimitives.ReadUInt64LittleEndian(level[0].Value);
    }

    // Returns the elements of the level above: the first key and the number of each page.
    private List<(bool IsBucket, byte[] Key, byte[] Value)> WriteLevel(ushort kind, List<(bool IsBucket, byte[] Key, byte[] Value)> elements)
    {
        List<(bool, byte[], byte[])> above = [];
        var rest = elements;
        do
        {
            var count = Math.Max(rest.Count == 0 ? 0 : kind == Branch ? Math.Min(rest.Count, 2) : 1, Fitting(kind, rest));
            var taken = rest[..count];
            rest = rest[count..];
            var id = Next;
            Append(Page(id, kind, taken, _pageSize));
            var number = new byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(number, id);
            above.Add((false, count == 0 ? [] : taken[0].Key, number));
        }
        while (rest.Count > 0);

        return above;
    }

    private int Fitting(ushort kind, List<(bool IsBucket, byte[] Key, byte[] Value)> elements)
    {
        var (count, length) = (0, HeaderLength);
        while (count < elements.Count && (length += LengthOf(kind, elements[count])) <= _pageSize)
        {
            count++;
        }

        return count;
    }

    private static int LengthOf(ushort kind, (bool IsBucket, byte[] Key, byte[] Value) element) =>
        ElementLength + element.Key.Length + (kind == Leaf ? element.Value.Length : 0);

    private (bool IsBucket, byte[] Key, byte[] Value) Element((byte[] Key, object Value) entry) => entry.Value switch
    {
        BoltContent bucket => (true, entry.Key, BucketValue(bucket)),
        var value => (false, entry.Key, (byte[])value),
    };

    private byte[] BucketValue(BoltContent bucket)
    {
        var header = new byte[16];
        var inline = bucket.Entries.All(static entry => entry.Value is byte[])
            ? Page(0, Leaf, [.. bucket.Entries.Select(Element)], 0)
            : null;
        if (inline is not null && inline.Length <= _pageSize / 4)
        {
            return [.. header, .. inline];
        }

        BinaryPrimitives.WriteUInt64LittleEndian(header, WriteTree(bucket));
        return header;
    }

    private static byte[] Page(ulong id, ushort kind, List<(bool IsBucket, byte[] Key, byte[] Value)> elements, int pageSize)
    {
        var length = HeaderLength + elements.Sum(element => LengthOf(kind, element));
        var overflow = pageSize == 0 ? 0 : (length - 1) / pageSize;
        var page = new byte[pageSize == 0 ? length : (overflow + 1) * pageSize];
        BinaryPrimitives.WriteUInt64LittleEndian(page, id);
        BinaryPrimitives.WriteUInt16LittleEndian(page.AsSpan(8), kind);
        BinaryPrimitives.WriteUInt16LittleEndian(page.AsSpan(10), (ushort)elements.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(12), (uint)overflow);
        var data = HeaderLength + (elements.Count * ElementLength);
        for (var i = 0; i < elements.Count; i++)
        {
            var at = HeaderLength + (i * ElementLength);
            var (isBucket, key, value) = elements[i];
            key.CopyTo(page, data);
            if (kind == Leaf)
            {
                value.CopyTo(page, data + key.Length);
                BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(at), isBucket ? 1u : 0u);
                BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(at + 4), (uint)(data - at));
                BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(at + 8), (uint)key.Length);
                BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(at + 12), (uint)value.Length);
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(at), (uint)(data - at));
                BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(at + 4), (uint)key.Length);
                value.CopyTo(page, at + 8);
            }

            data += LengthOf(kind, elements[i]) - ElementLength;
        }

        return page;
    }

    private void Append(byte[] page) => _pages.AddRange(page);
}

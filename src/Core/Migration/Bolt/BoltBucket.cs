using System.Buffers.Binary;

namespace Zot.Migration.Bolt;

/// <summary>A sorted map of a <see cref="BoltFile"/>, from bytes to bytes and to other buckets.</summary>
public sealed class BoltBucket
{
    // A tree of pages with two elements each would hold 2^32 pages.
    private const int MaxDepth = 32;
    private const int HeaderLength = 16;

    private readonly BoltFile _file;
    private readonly BoltPage _root;

    internal BoltBucket(BoltFile file, ulong root) => (_file, _root) = (file, file.ReadPage(root));

    // A small bucket is stored inline in its value: a page without a page number.
    private BoltBucket(BoltFile file, ReadOnlyMemory<byte> inline) => (_file, _root) = (file, new BoltPage(inline));

    /// <summary>The value of a key; <see langword="null"/> if the key is missing or belongs to a bucket.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public ReadOnlyMemory<byte>? Find(ReadOnlySpan<byte> key) =>
        FindEntry(key) is { IsBucket: false } entry ? (ReadOnlyMemory<byte>?)entry.Value : null;

    /// <summary>The bucket of a key; <see langword="null"/> if the key is missing or belongs to a value.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public BoltBucket? FindBucket(ReadOnlySpan<byte> key)
    {
        if (FindEntry(key) is not { IsBucket: true } entry)
        {
            return null;
        }

        if (entry.Value.Length < HeaderLength)
        {
            throw new InvalidDataException("the bolt file is damaged: a bucket is shorter than its header");
        }

        var root = BinaryPrimitives.ReadUInt64LittleEndian(entry.Value.Span);
        return root == 0 ? new BoltBucket(_file, entry.Value[HeaderLength..]) : new BoltBucket(_file, root);
    }

    /// <summary>All entries, in the byte order of their keys.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public IEnumerable<BoltEntry> Enumerate() => Enumerate(default);

    /// <summary>All entries whose keys begin with <paramref name="prefix"/>, in the byte order of their keys.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public IEnumerable<BoltEntry> Enumerate(ReadOnlyMemory<byte> prefix)
    {
        var path = new Stack<(BoltPage Page, int Next)>();
        path.Push((_root, _root.Seek(prefix.Span)));
        ReadOnlyMemory<byte>? previous = null;
        for (var pages = 0UL; path.TryPop(out var at);)
        {
            if (!at.Page.IsLeaf)
            {
                // Each page belongs to one tree: visiting more pages than the file contains indicates a cycle.
                var child = path.Count < MaxDepth && pages++ < _file.PageCount
                    ? _file.ReadPage(at.Page.Child(at.Next))
                    : throw new InvalidDataException("the bolt file is damaged: a tree is too deep or has a cycle");
                if (at.Next + 1 < at.Page.Count)
                {
                    path.Push((at.Page, at.Next + 1));
                }

                path.Push((child, child.Seek(prefix.Span)));
                continue;
            }

            for (var i = at.Next; i < at.Page.Count; i++)
            {
                var entry = Entry(at.Page, i);
                if (previous is { } before && before.Span.SequenceCompareTo(entry.Key.Span) >= 0)
                {
                    throw new InvalidDataException("the bolt file is damaged: keys are out of order");
                }

                if (!entry.Key.Span.StartsWith(prefix.Span))
                {
                    yield break;
                }

                previous = entry.Key;
                yield return entry;
            }
        }
    }

    private static BoltEntry Entry(BoltPage page, int index) =>
        new(page.Key(index), page.Value(index), page.IsBucket(index));

    private BoltEntry? FindEntry(ReadOnlySpan<byte> key)
    {
        var page = _root;
        for (var depth = 0; depth < MaxDepth; depth++)
        {
            var at = page.Seek(key);
            if (page.IsLeaf)
            {
                return at < page.Count && page.Key(at).Span.SequenceEqual(key) ? Entry(page, at) : null;
            }

            page = _file.ReadPage(page.Child(at));
        }

        throw new InvalidDataException("the bolt file is damaged: a tree is too deep");
    }
}

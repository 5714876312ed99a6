using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Zot.Migration.Bolt;
using Zot.Testing;
using Zot.Testing.Bolt;

namespace Zot.Core.Tests.Metadata.Bolt;

/// <summary>
/// Reading a damaged file terminates soon, uses little memory, and returns content or throws one exception type.
/// </summary>
public sealed class BoltDamageTests : IDisposable
{
    private const int PageSize = 1024;

    private static readonly byte[] Sound = BoltImage.Of(Content(), pageSize: PageSize);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Undamaged_file_is_read_completely() => Assert.Equal(Entries(Content()), Walk(Sound));

    [Fact]
    public void Truncated_file_is_rejected_at_any_length()
    {
        for (var length = 0; length < Sound.Length; length += PageSize / 4)
        {
            Assert.Throws<InvalidDataException>(() => Walk(Sound[..length]));
        }
    }

    [Fact]
    public void Flipped_bits_are_rejected_or_change_the_content() =>
        Prop.ForAll<int[]>(bits =>
        {
            var image = (byte[])Sound.Clone();
            foreach (var bit in bits)
            {
                var at = (uint)bit % (image.Length * 8);
                image[at / 8] ^= (byte)(1 << (int)(at % 8));
            }

            ReadsOrRefuses(image);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Overwritten_numbers_are_rejected_or_change_the_content() =>
        Prop.ForAll<int, uint>((where, value) =>
        {
            foreach (var number in new[] { value, value % 100, uint.MaxValue - (value % 100) })
            {
                var image = (byte[])Sound.Clone();
                BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan((int)((uint)where % (image.Length / 4)) * 4), number);
                ReadsOrRefuses(image);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Overwritten_numbers_in_tree_pages_are_rejected_or_change_the_content()
    {
        // Covers the headers and first elements of all kinds of pages, including the root at the end, where all
        // critical fields are.
        var count = Sound.Length / PageSize;
        foreach (var page in Enumerable.Range(3, 6).Concat(Enumerable.Range(count - 6, 6)))
        {
            for (var offset = 8; offset < 48; offset += 4)
            {
                foreach (var number in new[] { 0u, 1u, 2u, 3u, 0x10001u, 0x7FFFFFFFu, 0x80000000u, uint.MaxValue, uint.MaxValue - 16 })
                {
                    var image = (byte[])Sound.Clone();
                    BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan((page * PageSize) + offset), number);
                    ReadsOrRefuses(image);
                }
            }
        }
    }

    [Fact]
    public void Branch_that_is_its_own_child_is_rejected()
    {
        var image = Branch(children: 60, child: 3);

        using var file = Open(image);
        Assert.Throws<InvalidDataException>(() => file.Root.Find("x"u8));
        Assert.Throws<InvalidDataException>(() => file.Root.Enumerate().Count());
    }

    [Fact]
    public void Branches_that_share_a_child_are_rejected()
    {
        // 40 levels of pages whose 60 children are all the same page: 60^40 paths.
        var image = Branch(children: 60, child: 4, levels: 40);

        using var file = Open(image);
        Assert.Throws<InvalidDataException>(() => file.Root.Enumerate().Count());
    }

    [Fact]
    public void Keys_out_of_order_are_rejected()
    {
        var content = new BoltContent().Add("a", "").Add("b", "").Add("c", "");
        var image = BoltImage.Of(content);
        image[image.AsSpan().IndexOf("abc"u8) + 1] = (byte)'z';

        using var file = Open(image);
        Assert.Contains("out of order", Assert.Throws<InvalidDataException>(() => file.Root.Enumerate().Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_that_shrinks_during_a_read_is_rejected()
    {
        var content = new BoltContent();
        for (var i = 0; i < 1000; i++)
        {
            content.Add($"key {i:D4}", "value");
        }

        using var file = Open(BoltImage.Of(content));
        using var entries = file.Root.Enumerate().GetEnumerator();
        Assert.True(entries.MoveNext());
        File.WriteAllBytes(_directory["test.db"], []);

        Assert.Throws<InvalidDataException>(() =>
        {
            while (entries.MoveNext())
            {
            }
        });
    }

    private static BoltContent Content()
    {
        var content = new BoltContent().Add("value", "1").Add("large", Some.Bytes(5000));
        content.Bucket("inline").Add("a", "1").Add("b", "2");
        for (var i = 0; i < 150; i++)
        {
            content.Bucket("many").Add($"key {i:D4}", new string('v', i));
            content.Bucket("outer").Bucket($"inner {i % 20}").Add($"{i:D4}", new string('w', i));
        }

        return content;
    }

    private static IEnumerable<string> Entries(BoltContent content) => content.Entries.SelectMany(static entry => entry.Value is BoltContent bucket
        ? Entries(bucket).Prepend(Encoding.Latin1.GetString(entry.Key))
        : [$"{Encoding.Latin1.GetString(entry.Key)}={Encoding.Latin1.GetString((byte[])entry.Value)}"]);

    // A file whose root is a branch. The children of each level are the next page; those of the last are page `child`
    // + levels - 2.
    private static byte[] Branch(int children, ulong child, int levels = 1)
    {
        var image = new byte[PageSize * (3 + levels)];
        BoltImage.Of(new BoltContent(), pageSize: PageSize).AsSpan(0, 3 * PageSize).CopyTo(image);
        for (var meta = 0; meta < 2; meta++)
        {
            var page = image.AsSpan(meta * PageSize, PageSize);
            BinaryPrimitives.WriteUInt64LittleEndian(page[32..], 3);
            BinaryPrimitives.WriteUInt64LittleEndian(page[56..], (ulong)(3 + levels));
            BoltImage.Seal(page);
        }

        for (var level = 0; level < levels; level++)
        {
            var page = image.AsSpan((3 + level) * PageSize, PageSize);
            BinaryPrimitives.WriteUInt64LittleEndian(page, (ulong)(3 + level));
            BinaryPrimitives.WriteUInt16LittleEndian(page[8..], 1);
            BinaryPrimitives.WriteUInt16LittleEndian(page[10..], (ushort)children);
            for (var i = 0; i < children; i++)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(page[(16 + (i * 16) + 8)..], Math.Min(child + (ulong)level, (ulong)(2 + levels)));
            }
        }

        return image;
    }

    private void ReadsOrRefuses(byte[] image)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Walk(image);
        }
        catch (InvalidDataException)
        {
            // The only allowed exception.
        }

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64_000_000, "reading allocated too much memory");
    }

    private List<string> Walk(byte[] image)
    {
        using var file = Open(image);
        List<string> entries = [];
        Walk(file.Root, entries, depth: 0);
        return entries;
    }

    // Limits the depth to that of the content, like real readers: damage can make a bucket refer to any other one.
    private static void Walk(BoltBucket bucket, List<string> entries, int depth)
    {
        foreach (var entry in bucket.Enumerate())
        {
            var key = Encoding.Latin1.GetString(entry.Key.Span);
            entries.Add(entry.IsBucket ? key : $"{key}={Encoding.Latin1.GetString(entry.Value.Span)}");
            if (!entry.IsBucket)
            {
                bucket.Find(entry.Key.Span);
            }
            else if (depth < 2 && entries.Count < 2000 && bucket.FindBucket(entry.Key.Span) is { } nested)
            {
                Walk(nested, entries, depth + 1);
            }
        }
    }

    private BoltFile Open(byte[] image)
    {
        var path = _directory["test.db"];
        File.WriteAllBytes(path, image);
        return BoltFile.Open(path);
    }
}

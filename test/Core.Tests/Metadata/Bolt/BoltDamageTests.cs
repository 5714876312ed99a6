using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Zot.Metadata.Bolt;
using Zot.Testing;
using Zot.Testing.Bolt;

namespace Zot.Metadata.Tests.Bolt;

/// <summary>Whatever stands in a file, reading it ends, soon and without much memory, with what it says or an exception of one type.</summary>
public sealed class BoltDamageTests : IDisposable
{
    private const int PageSize = 1024;

    private static readonly byte[] Sound = BoltImage.Of(Content(), pageSize: PageSize);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Sound_IsReadWhole() => Assert.Equal(Entries(Content()), Walk(Sound));

    [Fact]
    public void Truncation_AnywhereAtAll_IsTold()
    {
        for (var length = 0; length < Sound.Length; length += PageSize / 4)
        {
            Assert.Throws<InvalidDataException>(() => Walk(Sound[..length]));
        }
    }

    [Fact]
    public void FlippedBits_AreTold_OrChangeWhatIsRead() =>
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
    public void OverwrittenNumbers_AreTold_OrChangeWhatIsRead() =>
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
    public void Numbers_InThePagesOfTheTree_AreTold_OrChangeWhatIsRead()
    {
        // Header and first elements of pages of all kinds, the root last: that is where everything hostile stands.
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
    public void Branch_ThatIsItsOwnChild_HasNoEnd()
    {
        var image = Branch(children: 60, child: 3);

        using var file = Open(image);
        Assert.Throws<InvalidDataException>(() => file.Root.Find("x"u8));
        Assert.Throws<InvalidDataException>(() => file.Root.Enumerate().Count());
    }

    [Fact]
    public void Branches_ThatShareAChild_AreNotFollowedWithoutEnd()
    {
        // 40 pages of 60 children each, which are all the same one: 60^40 paths.
        var image = Branch(children: 60, child: 4, levels: 40);

        using var file = Open(image);
        Assert.Throws<InvalidDataException>(() => file.Root.Enumerate().Count());
    }

    [Fact]
    public void Keys_OutOfOrder_AreTold()
    {
        var content = new BoltContent().Add("a", "").Add("b", "").Add("c", "");
        var image = BoltImage.Of(content);
        image[image.AsSpan().IndexOf("abc"u8) + 1] = (byte)'z';

        using var file = Open(image);
        Assert.Contains("out of order", Assert.Throws<InvalidDataException>(() => file.Root.Enumerate().Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_ThatShrinksWhileItIsRead_IsTold()
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

    // A file whose root is a branch; each child is the next page, the last one's are the page `child` + levels - 2.
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
            // The one that is allowed.
        }

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64_000_000, "it took too much memory");
    }

    private List<string> Walk(byte[] image)
    {
        using var file = Open(image);
        List<string> entries = [];
        Walk(file.Root, entries, depth: 0);
        return entries;
    }

    // Like those who read such files, it goes no deeper than the content does; damage can make any bucket any other one.
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

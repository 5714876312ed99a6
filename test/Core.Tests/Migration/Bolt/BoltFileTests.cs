using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Zot.Migration.Bolt;
using Zot.Testing;
using Zot.Testing.Bolt;

namespace Zot.Core.Tests.Migration.Bolt;

public sealed class BoltFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(1024)]
    [InlineData(4096)]
    [InlineData(65536)]
    public void Keys_of_many_pages_are_found_and_listed_in_order(int pageSize)
    {
        var content = new BoltContent();
        for (var i = 0; i < 20_000; i++)
        {
            content.Bucket("many").Add(Key(i), $"value {i}");
        }

        using var file = Open(BoltImage.Of(content, pageSize: pageSize));
        var bucket = file.Root.FindBucket("many"u8)!;

        Assert.Equal(Enumerable.Range(0, 20_000).Select(Key), bucket.Enumerate().Select(static entry => Text(entry.Key)));
        for (var i = 0; i < 20_000; i += 7)
        {
            Assert.Equal($"value {i}", Text(bucket.Find(Encoding.UTF8.GetBytes(Key(i)))!.Value));
            Assert.Null(bucket.Find(Encoding.UTF8.GetBytes($"{Key(i)}-")));
        }

        Assert.Null(bucket.Find("a"u8));
        Assert.Null(bucket.Find("z"u8));
    }

    [Theory]
    [InlineData("key 01", 10_000)]
    [InlineData("key 0199", 100)]
    [InlineData("key 019999", 1)]
    [InlineData("key 02", 0)]
    [InlineData("", 10_000)]
    [InlineData("a", 0)]
    [InlineData("z", 0)]
    public void Prefix_selects_only_matching_keys(string prefix, int count)
    {
        var content = new BoltContent();
        for (var i = 10_000; i < 20_000; i++)
        {
            content.Add(Key(i), "");
        }

        using var file = Open(BoltImage.Of(content, pageSize: 1024));

        var found = file.Root.Enumerate(Encoding.UTF8.GetBytes(prefix)).Select(static entry => Text(entry.Key)).ToList();

        Assert.Equal(count, found.Count);
        Assert.All(found, key => Assert.StartsWith(prefix, key, StringComparison.Ordinal));
    }

    [Fact]
    public void Values_longer_than_a_page_are_read_completely()
    {
        var content = new BoltContent();
        foreach (var length in new[] { 0, 1, 4000, 4096, 4097, 100_000, 3_000_000 })
        {
            content.Add($"{length:D8}", Some.Bytes(length, length)).Add($"{length:D8} small", "x");
        }

        using var file = Open(BoltImage.Of(content));

        foreach (var length in new[] { 0, 1, 4000, 4096, 4097, 100_000, 3_000_000 })
        {
            Assert.Equal(Some.Bytes(length, length), file.Root.Find(Encoding.UTF8.GetBytes($"{length:D8}"))!.Value.ToArray());
        }

        Assert.Equal(14, file.Root.Enumerate().Count());
    }

    [Fact]
    public void Inline_buckets_and_nested_trees_are_read()
    {
        var content = new BoltContent().Add("value", "no bucket");
        content.Bucket("empty");
        content.Bucket("inline").Add("a", "1").Add("b", "2");
        content.Bucket("outer").Add("c", "3").Bucket("inner").Bucket("innermost").Add("d", "4");
        for (var i = 0; i < 300; i++)
        {
            content.Bucket("platform").Bucket(Key(i)).Add("CVE", $"{i}").Add("long", new string('x', i * 10));
        }

        using var file = Open(BoltImage.Of(content));

        Assert.Equal(
            [("empty", true), ("inline", true), ("outer", true), ("platform", true), ("value", false)],
            file.Root.Enumerate().Select(static entry => (Text(entry.Key), entry.IsBucket)));
        Assert.Empty(file.Root.FindBucket("empty"u8)!.Enumerate());
        Assert.Equal("2", Text(file.Root.FindBucket("inline"u8)!.Find("b"u8)!.Value));
        Assert.Equal("3", Text(file.Root.FindBucket("outer"u8)!.Find("c"u8)!.Value));
        Assert.Equal("4", Text(file.Root.FindBucket("outer"u8)!.FindBucket("inner"u8)!.FindBucket("innermost"u8)!.Find("d"u8)!.Value));
        for (var i = 0; i < 300; i++)
        {
            Assert.Equal($"{i}", Text(file.Root.FindBucket("platform"u8)!.FindBucket(Encoding.UTF8.GetBytes(Key(i)))!.Find("CVE"u8)!.Value));
        }

        Assert.Null(file.Root.Find("inline"u8));
        Assert.Null(file.Root.FindBucket("value"u8));
        Assert.Null(file.Root.FindBucket("absent"u8));
    }

    [Fact]
    public void Any_content_round_trips() =>
        Prop.ForAll<byte[][], bool>((keys, isSmall) =>
        {
            var content = new BoltContent();
            foreach (var key in keys.Where(static key => key.Length > 0))
            {
                content.Add(key, Some.Bytes(key.Length * 100)).Bucket("nested").Add(key, Some.Bytes(key.Length));
            }

            using var file = Open(BoltImage.Of(content, pageSize: isSmall ? 1024 : 4096));
            var nested = file.Root.FindBucket("nested"u8);

            Assert.Equal(content.Entries.Select(static entry => entry.Key), file.Root.Enumerate().Select(static entry => entry.Key.ToArray()));
            foreach (var key in keys.Where(static key => key.Length > 0))
            {
                Assert.Equal(Some.Bytes(key.Length * 100), file.Root.Find(key)!.Value.ToArray());
                Assert.Equal(Some.Bytes(key.Length), nested!.Find(key)!.Value.ToArray());
                Assert.Equal(
                    content.Entries.Select(static entry => entry.Key).Where(other => other.AsSpan().StartsWith(key)),
                    file.Root.Enumerate(key).Select(static entry => entry.Key.ToArray()));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Newer_meta_page_is_used_unless_it_is_damaged()
    {
        var image = BoltImage.Of(new BoltContent().Add("key", "new"), new BoltContent().Add("key", "old"));
        Assert.Equal("new", Read(image));

        image[4096 + 20]++;
        Assert.Equal("old", Read(image));

        image[20]++;
        Assert.Contains("both of its meta pages", Assert.Throws<InvalidDataException>(() => Open(image)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(4096)]
    [InlineData(65536)]
    public void Second_meta_page_is_found_without_the_first(int pageSize)
    {
        var image = BoltImage.Of(new BoltContent().Add("key", "new"), pageSize: pageSize);
        image.AsSpan(0, pageSize).Clear();

        Assert.Equal("new", Read(image));
    }

    [Theory]
    [InlineData(16, 1)] // magic
    [InlineData(20, 3)] // version
    [InlineData(24, 0)] // page size
    [InlineData(24, 1000)]
    [InlineData(24, 0x80000000)]
    public void Invalid_meta_page_with_a_valid_checksum_is_ignored(int offset, uint value)
    {
        var image = BoltImage.Of(new BoltContent().Add("key", "new"), new BoltContent().Add("key", "old"));
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(4096 + offset), value);
        BoltImage.Seal(image.AsSpan(4096, 4096));

        Assert.Equal("old", Read(image));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(80)]
    [InlineData(8192)]
    public void File_of_another_format_is_rejected(int length) => Assert.Throws<InvalidDataException>(() => Open(new byte[length]));

    [Fact]
    public void File_locked_by_a_writer_is_not_opened_and_readers_lock_out_writers()
    {
        var path = _directory["file.db"];
        File.WriteAllBytes(path, BoltImage.Of(new BoltContent()));
        using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Throws<IOException>(() => BoltFile.Open(path));
        }

        using (BoltFile.Open(path))
        using (BoltFile.Open(path))
        {
            Assert.Throws<IOException>(() => new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None));
        }

        new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
    }

    private static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"key {number:D6}");

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private string Read(byte[] image)
    {
        using var file = Open(image);
        return Text(file.Root.Find("key"u8)!.Value);
    }

    private BoltFile Open(byte[] image)
    {
        var path = _directory["test.db"];
        File.WriteAllBytes(path, image);
        return BoltFile.Open(path);
    }
}

using System.Text;
using Zot.Storage.Drivers;

namespace Zot.Testing;

/// <summary>The contract tests of <see cref="IStorageDriver"/>.</summary>
public abstract class StorageDriverContract
{
    private static readonly StorageKey Key = StorageKey.Parse("library/app/blobs/sha256/abc");
    private static readonly StorageKey OtherKey = StorageKey.Parse("library/other/blobs/sha256/abc");
    private static readonly StorageKey Staging = StorageKey.Parse("library/app/.uploads/tmp");

    /// <summary>Creates an empty driver.</summary>
    protected abstract IStorageDriver CreateDriver();

    [Fact]
    public async Task Missing_key_has_no_object()
    {
        await using var driver = CreateDriver();
        await WriteAsync(driver, Key, "x");
        var below = Key.Child("below");

        foreach (var absent in new[] { OtherKey, below, StorageKey.Parse("library/app") })
        {
            Assert.Null(await driver.StatAsync(absent, default));
            Assert.Null(await driver.OpenAsync(absent, default));
            Assert.Null(await driver.ReadAsync(absent, default));
            Assert.False(await driver.DeleteAsync(absent, default));
            Assert.False(await driver.MoveAsync(absent, StorageKey.Parse("to"), durable: false, default));
            Assert.False(await driver.LinkAsync(absent, StorageKey.Parse("to"), default));
        }

        Assert.Empty(await driver.ListAsync(OtherKey, default));
        Assert.Empty(await driver.ListAsync(Key, default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_replaces_the_object_and_returns_its_version(bool durable)
    {
        await using var driver = CreateDriver();

        var first = await driver.WriteAsync(Key, Bytes("a longer text"), Staging, durable, default);
        Assert.True(first.IsSameVersionAs((await driver.StatAsync(Key, default))!.Value));
        var second = await driver.WriteAsync(Key, Bytes("short"), Staging, durable, default);

        Assert.Equal("short", await ReadAsync(driver, Key));
        Assert.Equal(5, second.Length);
        Assert.True(second.IsSameVersionAs((await driver.StatAsync(Key, default))!.Value));
        Assert.False(second.IsSameVersionAs(first));
        Assert.Null(await driver.StatAsync(Staging, default));
    }

    [Fact]
    public async Task Open_object_is_read_from_any_offset_after_its_key_was_replaced_and_deleted()
    {
        await using var driver = CreateDriver();
        await WriteAsync(driver, Key, "0123456789");
        await using var content = (await driver.OpenAsync(Key, default))!;
        await WriteAsync(driver, Key, "replaced");
        await driver.DeleteAsync(Key, default);
        var buffer = new byte[4];

        Assert.Equal(10, content.Length);
        Assert.Equal(4, await content.ReadAsync(3, buffer, default));
        Assert.Equal("3456", Encoding.UTF8.GetString(buffer));
        Assert.Equal(1, await content.ReadAsync(9, buffer, default));
        Assert.Equal(0, await content.ReadAsync(10, buffer, default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Append_adds_at_the_end(bool durable)
    {
        await using var driver = CreateDriver();

        await driver.AppendAsync(Key, Bytes("one "), durable, default);
        await driver.AppendAsync(Key, Bytes("two"), durable, default);

        Assert.Equal("one two", await ReadAsync(driver, Key));
    }

    [Fact]
    public async Task Staged_content_is_kept_and_can_be_continued()
    {
        await using var driver = CreateDriver();
        await using (var staged = await driver.StageAsync(Staging, default))
        {
            staged.Reserve(1_000_000);
            await staged.AppendAsync(Bytes("one "), default);
            Assert.Equal(4, staged.Length);
        }

        Assert.Equal(4, (await driver.StatAsync(Staging, default))!.Value.Length);
        await using (var staged = await driver.StageAsync(Staging, default))
        {
            Assert.Equal(4, staged.Length);
            await staged.AppendAsync(Bytes("two"), default);
            var buffer = new byte[3];
            Assert.Equal(3, await staged.ReadAsync(3, buffer, default));
            Assert.Equal(" tw", Encoding.UTF8.GetString(buffer));
        }

        Assert.Equal("one two", await ReadAsync(driver, Staging));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Move_replaces_the_target(bool durable)
    {
        await using var driver = CreateDriver();
        await WriteAsync(driver, OtherKey, "new");
        await WriteAsync(driver, Key, "old");

        Assert.True(await driver.MoveAsync(OtherKey, Key, durable, default));

        Assert.Equal("new", await ReadAsync(driver, Key));
        Assert.Null(await driver.StatAsync(OtherKey, default));
        Assert.True(await driver.MoveAsync(Key, StorageKey.Parse("to/a/new/place"), durable, default));
        Assert.Equal("new", await ReadAsync(driver, StorageKey.Parse("to/a/new/place")));
    }

    [Fact]
    public async Task Link_shares_the_bytes_until_the_last_key_is_deleted()
    {
        await using var driver = CreateDriver();
        await WriteAsync(driver, Key, "shared");
        if (!await driver.LinkAsync(Key, OtherKey, default))
        {
            Assert.Skip("this store does not link");
        }

        Assert.Equal(2, (await driver.StatAsync(Key, default))!.Value.LinkCount);
        Assert.False(await driver.LinkAsync(Key, OtherKey, default));
        Assert.True(await driver.DeleteAsync(Key, default));

        Assert.Equal("shared", await ReadAsync(driver, OtherKey));
        Assert.Equal(1, (await driver.StatAsync(OtherKey, default))!.Value.LinkCount);
    }

    [Fact]
    public async Task Replacing_a_linked_key_keeps_the_other_key()
    {
        await using var driver = CreateDriver();
        await WriteAsync(driver, Key, "shared");
        await driver.LinkAsync(Key, OtherKey, default);

        await WriteAsync(driver, Key, "replaced");

        Assert.NotEqual("replaced", await driver.StatAsync(OtherKey, default) is null ? "" : await ReadAsync(driver, OtherKey));
    }

    [Fact]
    public async Task Touch_changes_the_time_only()
    {
        await using var driver = CreateDriver();
        await WriteAsync(driver, Key, "x");
        var before = (await driver.StatAsync(Key, default))!.Value;

        Assert.True(await driver.TouchAsync(Key, default));
        Assert.False(await driver.TouchAsync(OtherKey, default));

        var after = (await driver.StatAsync(Key, default))!.Value;
        Assert.True(after.Modified >= before.Modified);
        Assert.Equal("x", await ReadAsync(driver, Key));
        Assert.Null(await driver.StatAsync(OtherKey, default));
    }

    [Fact]
    public async Task List_returns_the_direct_children()
    {
        await using var driver = CreateDriver();
        await WriteAsync(driver, Key, "x");
        await WriteAsync(driver, StorageKey.Parse("library/app/index.json"), "x");
        await driver.CreateDirectoryAsync(StorageKey.Parse("library/empty"), durable: true, default);

        Assert.Equal([new StorageChild("library", HasChildren: true)], await ListAsync(driver, StorageKey.Root));
        Assert.Equal([new("app", true), new("empty", true)], await ListAsync(driver, StorageKey.Parse("library")));
        Assert.Equal([new("blobs", true), new("index.json", false)], await ListAsync(driver, StorageKey.Parse("library/app")));
        Assert.Empty(await driver.ListAsync(StorageKey.Parse("library/empty"), default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a//b")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a/../b")]
    [InlineData(".")]
    [InlineData("a\\b")]
    public void Malformed_key_is_rejected(string text) => Assert.Throws<FormatException>(() => StorageKey.Parse(text));

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static async Task WriteAsync(IStorageDriver driver, StorageKey key, string text) =>
        await driver.WriteAsync(key, Bytes(text), Staging, durable: false, default);

    protected static async Task<string> ReadAsync(IStorageDriver driver, StorageKey key) =>
        Encoding.UTF8.GetString((await driver.ReadAsync(key, default))!);

    // The root of a real directory also contains a lock file.
    private static async Task<IEnumerable<StorageChild>> ListAsync(IStorageDriver driver, StorageKey key) =>
        (await driver.ListAsync(key, default)).Where(static child => child.Name[0] != '.').OrderBy(static child => child.Name);
}

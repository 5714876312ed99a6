using System.Text;
using Xunit;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Backup;
using Zot.Storage.Drivers.Memory;
using Zot.Testing;

namespace Zot.Core.Tests.Storage;

/// <summary>
/// Repositories written by other tools or damaged on disk: an error in one does not affect the others.
/// </summary>
public sealed class ForeignIndexTests : IAsyncDisposable
{
    private static readonly RepositoryName App = Some.Repository;

    private readonly MemoryDriver _driver = new(TimeProvider.System);

    /// <summary>Gets contents of a damaged <c>index.json</c>.</summary>
    public static TheoryData<string> DamagedIndexes =>
    [
        "", "\0", "\0\0\0\0", "{", "[]", "null", "1", "\"a\"", "{}x", "{}\0\0", "{\"manifests\":[]}\0", "\u00ef\u00bb\u00bf{}", "\u00ff\u00fe{\0}\0",
        "{\"schemaVersion\":2,\"manifests\":[", "{\"schemaVersion\":2,\"manifests\":{}}", "{\"manifests\":1}", "{'a':1}", "{\"a\":}", new string('[', 100),
    ];

    /// <summary>
    /// Gets unusual but readable entries of an <c>index.json</c>, listed next to a valid one. The letter U+00FF stands
    /// for that byte.
    /// </summary>
    public static TheoryData<string> OddEntries =>
    [
        """{"mediaType":"T","digest":"D","size":1,"annotations":{"org.opencontainers.image.ref.name":"\ud800"}}""",
        "{\"mediaType\":\"T\",\"digest\":\"D\",\"size\":1,\"annotations\":{\"org.opencontainers.image.ref.name\":\"\u00ff\"}}",
        "{\"mediaType\":\"T\",\"digest\":\"D\",\"size\":1,\"annotations\":{\"\u00ff\":\"\\udfff\"}}",
        "{\"mediaType\":\"T\",\"digest\":\"D\",\"size\":1,\"\u00ff\":\"a\"}",
        """{"mediaType":"a/b\n","digest":"D","size":1}""",
        """{"mediaType":"\ud800","digest":"D","size":1,"annotations":{"org.opencontainers.image.ref.name":"odd"}}""",
        """{"mediaType":"T","digest":"\ud800","size":1}""",
        """{"mediaType":"T","digest":"D","size":9223372036854775807}""",
        """{"mediaType":"T","digest":"D","size":1e400}""",
        """{"mediaType":"T","digest":"D","size":-1}""",
        """{"mediaType":"T","digest":"D","size":1,"annotations":[]}""",
        """{"mediaType":"T","digest":"D","size":1,"annotations":{"org.opencontainers.image.ref.name":{}}}""",
        "null", "1", "[]", "\"\\ud800\"", "\"\u00ff\"", "{}",
    ];

    /// <summary>Gets manifests that other registries accept, with text that is not valid Unicode.</summary>
    public static TheoryData<string, string> OddManifests => new()
    {
        { MediaTypes.OciManifest, "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a/b\",\"digest\":\"D\",\"size\":1},\"layers\":[],\"annotations\":{\"a\":\"\u00ff\"}}" },
        { MediaTypes.OciManifest, """{"schemaVersion":2,"config":{"mediaType":"a/b","digest":"D","size":1},"layers":[],"annotations":{"\ud800":"a"}}""" },
        { MediaTypes.OciManifest, """{"schemaVersion":2,"config":{"mediaType":"\ud800","digest":"D","size":1},"layers":[]}""" },
        { MediaTypes.OciManifest, """{"schemaVersion":2,"config":{"mediaType":"a/b","digest":"\udfff","size":1},"layers":[]}""" },
        { MediaTypes.OciManifest, """{"schemaVersion":2,"config":{"mediaType":"a/b","digest":"D","size":1},"layers":[],"subject":{"mediaType":"a/b","digest":"D","size":1,"artifactType":"\ud800"}}""" },
        { MediaTypes.OciManifest, """{"schemaVersion":2,"config":{"mediaType":"a/b","digest":"D","size":1},"Config":{},"layers":[]}""" },
        { MediaTypes.OciIndex, """{"schemaVersion":2,"manifests":[],"annotations":{"a":"\ud800"}}""" },
        { MediaTypes.DockerManifest, """{"schemaVersion":2,"config":{"mediaType":"a/b","digest":"D","size":1},"layers":[],"a":{"\ud800":"\ud800"}}""" },
        { MediaTypes.DockerList, """{"schemaVersion":2,"manifests":[{"mediaType":"\ud800","digest":"D","size":1}]}""" },
    };

    public ValueTask DisposeAsync() => _driver.DisposeAsync();

    [Theory]
    [MemberData(nameof(DamagedIndexes))]
    public async Task Damaged_index_is_reported_by_name_and_the_other_repositories_are_served(string content)
    {
        await using (var before = Stores.Open(_driver))
        {
            await before.Registry.PushImageAsync(App, "v1");
            await before.Registry.PushImageAsync(Some.OtherRepository, "v1");
        }

        await WriteIndexAsync(Encoding.Latin1.GetBytes(content));
        await using var store = Stores.Open(_driver);

        var fault = await Assert.ThrowsAsync<InvalidDataException>(async () => await store.Registry.ListTagsAsync(App, default));
        Assert.Contains(App.ToString(), fault.Message, StringComparison.Ordinal);
        Assert.Equal(["v1"], await store.Registry.ListTagsAsync(Some.OtherRepository, default));
        var snapshot = await Assert.ThrowsAsync<InvalidDataException>(async () => await IndexSnapshot.ReadAsync(_driver, App, default));
        Assert.Contains(App.ToString(), snapshot.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OddEntries))]
    public async Task Unusual_entry_of_an_index_is_kept_and_does_not_affect_others(string entry)
    {
        Descriptor image;
        await using (var before = Stores.Open(_driver))
        {
            image = await before.Registry.PushImageAsync(App, "v1");
        }

        var good = $$$"""{"mediaType":"{{{image.MediaType}}}","digest":"{{{image.Digest}}}","size":1,"annotations":{"org.opencontainers.image.ref.name":"v1"}}""";
        var odd = entry.Replace("\"D\"", $"\"{Some.Digest("odd")}\"", StringComparison.Ordinal).Replace("\"T\"", $"\"{MediaTypes.OciManifest}\"", StringComparison.Ordinal);
        await WriteIndexAsync(Encoding.Latin1.GetBytes($"{{\"schemaVersion\":2,\"manifests\":[{odd},{good}],\"\u00ff\":\"\\ud800\"}}"));

        for (var life = 1; life <= 3; life++)
        {
            await using var store = Stores.Open(_driver);
            Assert.Contains("v1", (await store.Registry.ListTagsAsync(App, default))!);
            Assert.Equal(image, await store.Registry.FindManifestAsync(App, Reference.Parse("v1"), default));
            Assert.NotNull(await store.Registry.FindBlobAsync(App, Some.Digest("layer"), default));
            Assert.Null(await store.Registry.FindManifestAsync(App, Reference.To(Some.Digest("odd")), default));

            // Each push rewrites the index, through the journal.
            await store.Registry.PushImageAsync(App, $"v1.{life}", $"layer {life}");
        }

        using var document = System.Text.Json.JsonDocument.Parse((await _driver.ReadAsync(ImageLayout.Index(App), default))!);
        Assert.Equal(5, document.RootElement.GetProperty("manifests").GetArrayLength());
        Assert.Equal("\uFFFD", document.RootElement.GetProperty("\uFFFD").GetString());
    }

    [Theory]
    [MemberData(nameof(OddManifests))]
    public async Task Unusual_manifest_of_a_directory_does_not_affect_others(string mediaType, string json)
    {
        Descriptor image;
        await using (var before = Stores.Open(_driver))
        {
            image = await before.Registry.PushImageAsync(App, "v1");
        }

        var content = Encoding.Latin1.GetBytes(json.Replace("\"D\"", $"\"{Some.Digest("layer")}\"", StringComparison.Ordinal));
        var odd = new Descriptor(mediaType, Some.Digest(content), content.Length);
        await _driver.WriteAsync(ImageLayout.Blob(App, odd.Digest), content, ImageLayout.Staging(App), durable: false, default);
        await WriteIndexAsync(Encoding.UTF8.GetBytes($"{{\"schemaVersion\":2,\"manifests\":[{Entry(odd, "odd")},{Entry(image, "v1")}]}}"));
        await using var store = Stores.Open(_driver);

        Assert.Equal(content, (await store.Registry.GetManifestAsync(App, Reference.Parse("odd"), default))!.Content.ToArray());
        Assert.Equal(image, await store.Registry.FindManifestAsync(App, Reference.Parse("v1"), default));
        Assert.Equal(Some.Bytes("layer"), await store.Registry.ReadBlobAsync(App, Some.Digest("layer")));
        await store.Registry.ListReferrersAsync(App, Some.Digest("layer"), default);
        await store.Registry.PushImageAsync(App, "v2", "another");
        Assert.True(await store.Registry.DeleteManifestAsync(App, Reference.To(odd.Digest), default));
    }

    [Fact]
    public async Task Wrong_size_in_the_index_of_another_tool_is_corrected()
    {
        Descriptor image;
        await using (var before = Stores.Open(_driver))
        {
            image = await before.Registry.PushImageAsync(App, "v1");
        }

        await WriteIndexAsync(Encoding.UTF8.GetBytes($"{{\"schemaVersion\":2,\"manifests\":[{Entry(image with { Size = 1 }, "v1")}]}}"));
        await using var store = Stores.Open(_driver);

        Assert.Equal(image, await store.Registry.FindManifestAsync(App, Reference.Parse("v1"), default));
        Assert.Equal(image.Size, (await store.Registry.FindBlobAsync(App, image.Digest, default))!.Size);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"set\":[],\"untag\":[1],\"drop\":[]}")]
    [InlineData("{\"set\":[],\"untag\":[],\"drop\":[\"sha256:\"]}")]
    [InlineData("{\"set\":{},\"untag\":[],\"drop\":[]}")]
    [InlineData("{\"set\":[],\"untag\":[null],\"drop\":[]}")]
    [InlineData("{\"set\":[],\"untag\":[],\"drop\":[null]}")]
    [InlineData("{")]
    public async Task Journal_record_of_unknown_format_is_reported_by_name_and_kept(string record)
    {
        await using (var before = Stores.Open(_driver))
        {
            await before.Registry.PushImageAsync(App, "v1");
            await before.Registry.PushImageAsync(Some.OtherRepository, "v1");
        }

        var check = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Some.Bytes(record)))[..8];
        await _driver.WriteAsync(ImageLayout.Journal(App), Some.Bytes($"\n{check} {record}\n"), ImageLayout.Staging(App), durable: false, default);
        await using var store = Stores.Open(_driver);

        var fault = await Assert.ThrowsAsync<InvalidDataException>(async () => await store.Registry.ListTagsAsync(App, default));
        Assert.Contains(App.ToString(), fault.Message, StringComparison.Ordinal);
        Assert.Equal(["v1"], await store.Registry.ListTagsAsync(Some.OtherRepository, default));
        Assert.NotNull(await _driver.ReadAsync(ImageLayout.Journal(App), default));
    }

    private static string Entry(Descriptor manifest, string tag) =>
        $$$"""{"mediaType":"{{{manifest.MediaType}}}","digest":"{{{manifest.Digest}}}","size":{{{manifest.Size}}},"annotations":{"org.opencontainers.image.ref.name":"{{{tag}}}"}}""";

    private async Task WriteIndexAsync(byte[] content) =>
        await _driver.WriteAsync(ImageLayout.Index(App), content, ImageLayout.Staging(App), durable: false, default);
}

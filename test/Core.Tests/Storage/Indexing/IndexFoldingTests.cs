using Xunit;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers;
using Zot.Storage.Drivers.Memory;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Indexing;

public sealed class IndexFoldingTests : IAsyncDisposable
{
    private static readonly RepositoryName App = Some.Repository;

    private readonly ManualTime _time = new();
    private readonly MemoryDriver _driver;

    public IndexFoldingTests() => _driver = new MemoryDriver(_time);

    public ValueTask DisposeAsync() => _driver.DisposeAsync();

    [Fact]
    public async Task Small_index_json_is_written_before_the_response()
    {
        await using var store = Stores.Open(_driver, time: _time);
        var image = await store.Registry.PushImageAsync(App, "v1");
        Assert.Equal([("v1", image.Digest.ToString())], await TestIndex.ReadAsync(_driver, App));
        Assert.Null(await _driver.StatAsync(ImageLayout.Journal(App), default));

        await store.Registry.PushImageAsync(App, "v2");
        await store.Registry.DeleteManifestAsync(App, Reference.To(Some.Tag), default);
        Assert.Equal([("v2", image.Digest.ToString())], await TestIndex.ReadAsync(_driver, App));

        await store.Registry.DeleteManifestAsync(App, Reference.To(image.Digest), default);
        Assert.Empty(await TestIndex.ReadAsync(_driver, App));
    }

    [Fact]
    public async Task Change_by_one_client_of_a_small_index_json_needs_no_journal()
    {
        var driver = FailingKeyDriver.Create(
            _driver, static (method, _) => method == nameof(IStorageDriver.AppendAsync) ? new InvalidOperationException("no journal") : null);
        await using var store = Stores.Open(driver, time: _time);

        var image = await store.Registry.PushImageAsync(App, "v1");
        await store.Registry.PushImageAsync(App, "v2");
        await store.Registry.DeleteManifestAsync(App, Reference.To(Some.Tag), default);

        Assert.Equal([("v2", image.Digest.ToString())], await TestIndex.ReadAsync(_driver, App));
    }

    [Fact]
    public async Task Push_keeps_what_another_tool_wrote_into_index_json_just_before()
    {
        await using var store = Stores.Open(_driver, time: _time);
        var image = await store.Registry.PushImageAsync(App, "v1");
        await TestIndex.WriteAsync(_driver, App, $$$"""
            {"schemaVersion":2,"manifests":[
              {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"{{{image.Digest}}}","size":{{{image.Size}}},
               "annotations":{"org.opencontainers.image.ref.name":"foreign"}}]}
            """);

        await store.Registry.PushImageAsync(App, "v2");

        Assert.Equal(["foreign", "v2"], (await TestIndex.ReadAsync(_driver, App)).Select(static entry => entry.Item1));
    }

    [Fact]
    public async Task Index_json_lists_each_of_many_concurrent_pushes_at_its_response()
    {
        await using var store = Stores.Open(_driver, time: _time);
        await Parallel.ForEachAsync(Enumerable.Range(0, 64), async (number, _) =>
        {
            var tag = $"t{number}";
            await store.Registry.PushImageAsync(App, tag, tag);

            Assert.Contains(await TestIndex.ReadAsync(_driver, App), entry => entry.Item1 == tag);
        });
    }

    [Fact]
    public async Task Index_json_above_the_limit_is_written_later()
    {
        await using var store = Stores.Open(_driver, time: _time, promptIndexLength: 2_000);
        for (var number = 0; (await _driver.StatAsync(ImageLayout.Index(App), default))?.Length is null or <= 2_000; number++)
        {
            Assert.InRange(number, 0, 100);
            await store.Registry.PushImageAsync(App, $"t{number}", $"{number}");
        }

        await store.Registry.PushImageAsync(App, "last");
        Assert.DoesNotContain(await TestIndex.ReadAsync(_driver, App), static entry => entry.Item1 == "last");
        _time.Advance(TimeSpan.FromSeconds(6));

        await Eventually.HoldsAsync(
            async () => (await TestIndex.ReadAsync(_driver, App)).Any(static entry => entry.Item1 == "last"), "the journal is folded");
    }

    [Fact]
    public async Task Pushes_are_folded_into_index_json_together()
    {
        await using var store = Stores.Open(_driver, time: _time, promptIndexLength: -1);
        var image = await store.Registry.PushImageAsync(App, "v1");
        await store.Registry.PushImageAsync(App, "v2");
        Assert.Empty(await TestIndex.ReadAsync(_driver, App));
        Assert.NotNull(await _driver.StatAsync(ImageLayout.Journal(App), default));

        _time.Advance(TimeSpan.FromSeconds(1));

        await Eventually.HoldsAsync(
            async () => await _driver.StatAsync(ImageLayout.Journal(App), default) is null, "the journal is folded");
        Assert.Equal(
            [("v1", image.Digest.ToString()), ("v2", image.Digest.ToString())], await TestIndex.ReadAsync(_driver, App));
    }

    [Fact]
    public async Task Dispose_writes_index_json()
    {
        var store = Stores.Open(_driver, time: _time);
        var image = await store.Registry.PushImageAsync(App, "v1");
        await store.Registry.PushImageAsync(App, null, "untagged");

        await store.DisposeAsync();

        Assert.Equal(("v1", image.Digest.ToString()), (await TestIndex.ReadAsync(_driver, App))[0]);
        Assert.Equal(2, (await TestIndex.ReadAsync(_driver, App)).Count);
        Assert.Null(await _driver.StatAsync(ImageLayout.Journal(App), default));
    }

    [Fact]
    public async Task Descriptors_and_members_of_other_tools_survive_a_rewrite()
    {
        var image = await PushAndCloseAsync();
        await TestIndex.WriteAsync(_driver, App, $$$"""
            {"schemaVersion":2,"annotations":{"a":"b"},"manifests":[
              {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"{{{image.Digest}}}","size":{{{image.Size}}},
               "platform":{"os":"linux","architecture":"arm64"},
               "annotations":{"org.opencontainers.image.ref.name":"v1","other":"kept"}},
              {"mediaType":"application/vnd.example","digest":"blake3:00","size":1},
              {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"{{{image.Digest}}}","size":{{{image.Size}}},
               "annotations":{"org.opencontainers.image.ref.name":"docker.io/library/app:v1"}}
            ]}
            """);
        var store = Stores.Open(_driver, time: _time);

        Assert.Equal(["v1"], (await store.Registry.ListTagsAsync(App, default))!);
        await store.Registry.PushImageAsync(App, "v2");
        await store.Registry.DeleteManifestAsync(App, Reference.To(Some.Tag), default);
        await store.DisposeAsync();

        var text = System.Text.Encoding.UTF8.GetString((await _driver.ReadAsync(ImageLayout.Index(App), default))!);
        Assert.Contains("\"annotations\":{\"a\":\"b\"}", text, StringComparison.Ordinal);
        Assert.Contains("blake3:00", text, StringComparison.Ordinal);
        Assert.Contains("docker.io/library/app:v1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Untagged_descriptor_of_another_tool_keeps_its_members()
    {
        var image = await PushAndCloseAsync();
        await TestIndex.WriteAsync(_driver, App, $$$"""
            {"schemaVersion":2,"manifests":[
              {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"{{{image.Digest}}}","size":{{{image.Size}}},
               "platform":{"os":"linux"},"annotations":{"org.opencontainers.image.ref.name":"v1","other":"kept"}}
            ]}
            """);
        var store = Stores.Open(_driver, time: _time);

        await store.Registry.DeleteManifestAsync(App, Reference.To(Some.Tag), default);
        await store.DisposeAsync();

        var text = System.Text.Encoding.UTF8.GetString((await _driver.ReadAsync(ImageLayout.Index(App), default))!);
        Assert.Contains("\"platform\":{\"os\":\"linux\"}", text, StringComparison.Ordinal);
        Assert.Contains("\"other\":\"kept\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ref.name", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Index_json_changed_by_another_tool_is_reloaded_within_a_second()
    {
        var image = await PushAndCloseAsync();
        await using var store = Stores.Open(_driver, time: _time, promptIndexLength: -1);
        await store.Registry.PushImageAsync(App, "ours");

        await TestIndex.WriteAsync(_driver, App, $$$"""
            {"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json",
              "digest":"{{{image.Digest}}}","size":{{{image.Size}}},"annotations":{"org.opencontainers.image.ref.name":"theirs"}}]}
            """);
        _time.Advance(TimeSpan.FromSeconds(1));

        // Pending changes are applied to the index of the other tool.
        Assert.Equal(["ours", "theirs"], (await store.Registry.ListTagsAsync(App, default))!);
        Assert.Equal(image.Digest, await store.Registry.ResolveAsync(App, "theirs"));
    }

    [Fact]
    public async Task Repository_removed_by_another_tool_is_missing_within_a_second()
    {
        await PushAndCloseAsync();
        await using var store = Stores.Open(_driver, time: _time);
        Assert.True(await store.Registry.HasRepositoryAsync(App, default));

        await _driver.DeleteAsync(ImageLayout.Index(App), default);
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.False(await store.Registry.HasRepositoryAsync(App, default));
        Assert.Empty(await store.Registry.ListAsync());
        await store.Registry.PushImageAsync(App, "again");
        Assert.Equal(["again"], (await store.Registry.ListTagsAsync(App, default))!);
    }

    [Fact]
    public async Task Idle_repository_is_loaded_again_on_demand()
    {
        await using var store = Stores.Open(_driver, time: _time);
        var image = await store.Registry.PushImageAsync(App, "v1");

        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(image.Digest, await store.Registry.ResolveAsync(App, "v1"));
        await store.Registry.PushImageAsync(App, "v2");
        Assert.Equal(["v1", "v2"], (await store.Registry.ListTagsAsync(App, default))!);
    }

    private async Task<Descriptor> PushAndCloseAsync()
    {
        await using var store = Stores.Open(_driver, time: _time);
        return await store.Registry.PushImageAsync(App, "v1");
    }
}

using Xunit;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers.Memory;
using Zot.Storage.SubPaths;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Scrub;

/// <summary>The scrub of a store in use.</summary>
public sealed class StoreScrubTests : IAsyncDisposable
{
    private static readonly RepositoryName App = Some.Repository;

    private readonly MemoryDriver _driver = new(TimeProvider.System);
    private readonly Store _store;

    public StoreScrubTests() => _store = Stores.Open(_driver, dedupe: false);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Damage_is_reported_and_the_bytes_read_are_counted()
    {
        await _store.Registry.PushImageAsync(App, "v1");
        await _store.Registry.PushImageAsync(App, "v2", "another");
        await DamageAsync("layer");
        var read = 0;

        var results = await ScrubAsync(bytes => read += bytes);

        Assert.Equal([("v1", "affected"), ("v2", "ok")], results.Select(static result => (result.Reference, result.Status)));
        Assert.Equal(Some.Digest("layer"), results[0].AffectedBlob);
        Assert.True(read > "another".Length + "damage".Length);
    }

    [Fact]
    public async Task Image_deleted_during_the_scrub_is_not_affected()
    {
        var image = await _store.Registry.PushImageAsync(App, "v1");
        await DamageAsync("layer");

        var results = await ScrubAsync(_ => _store.Registry.DeleteManifestAsync(App, Reference.To(image.Digest), default).AsTask().Wait());

        Assert.Empty(results);
    }

    [Theory]
    [InlineData(typeof(UnauthorizedAccessException))]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(FormatException))]
    public async Task Image_with_unreadable_content_is_affected_and_the_others_are_checked(Type failure)
    {
        await using var memory = new MemoryDriver(TimeProvider.System);
        var layer = ImageLayout.Blob(App, Some.Digest("layer"));
        await using var store = Stores.Open(
            FailingKeyDriver.Create(memory, (method, key) => method == "OpenAsync" && key == layer ? (Exception)Activator.CreateInstance(failure)! : null),
            dedupe: false);
        await store.Registry.PushImageAsync(App, "v1");
        await store.Registry.PushImageAsync(App, "v2", "another");

        List<ScrubResult> results = [];
        await foreach (var result in new StoreRoutes(store, new Dictionary<string, Store>()).ScrubAsync(App, static (_, _) => default, default))
        {
            results.Add(result);
        }

        Assert.Equal([("v1", "affected"), ("v2", "ok")], results.Select(static result => (result.Reference, result.Status)));
    }

    [Fact]
    public async Task Unknown_repository_has_no_results() => Assert.Empty(await ScrubAsync(static _ => { }));

    private async Task DamageAsync(string content) => await _driver.WriteAsync(
        ImageLayout.Blob(App, Some.Digest(content)), Some.Bytes("damage"), ImageLayout.Staging(App), durable: false, default);

    private async Task<List<ScrubResult>> ScrubAsync(Action<int> read)
    {
        List<ScrubResult> results = [];
        var scrub = new StoreRoutes(_store, new Dictionary<string, Store>());
        await foreach (var result in scrub.ScrubAsync(
            App,
            (bytes, _) =>
            {
                read(bytes);
                return default;
            },
            default))
        {
            results.Add(result);
        }

        return results;
    }
}

using System.Text.Json;
using Xunit;
using Zot.Core.Tests.Storage;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Collection;
using Zot.Storage.Drivers.Memory;
using Zot.Storage.Feed;
using Zot.Storage.Retention;
using Zot.Testing;
using Zot.Testing.Fuzzing;

namespace Zot.Core.Tests.Fuzzing;

/// <summary>
/// Opens a store with an <c>index.json</c>, lists and changes its repository; another repository remains unchanged.
/// </summary>
internal sealed class IndexTarget : IFuzzTarget
{
    private static readonly RepositoryName App = RepositoryName.Parse("fuzz/app");
    private static readonly RepositoryName Sound = RepositoryName.Parse("sound/image");
    private static readonly CollectionRules Rules = new(TimeSpan.FromHours(1), TimeSpan.FromHours(1));

    private readonly MemoryDriver _driver = new(TimeProvider.System);

    private IndexTarget()
    {
    }

    public static async ValueTask<IFuzzTarget> OpenAsync()
    {
        var target = new IndexTarget();
        await using var store = Stores.Open(target._driver);
        await store.Registry.PushImageAsync(App, "v1");
        await store.Registry.PushImageAsync(Sound, "v1");
        return target;
    }

    public async Task TryAsync(byte[] input, Random random)
    {
        await WriteAsync(input);
        try
        {
            await UseAsync(isRead: random.Next(2) == 0);
        }
        catch (InvalidDataException damaged)
        {
            Assert.Contains(App.ToString(), damaged.Message, StringComparison.Ordinal);
            Assert.Equal(input, await _driver.ReadAsync(ImageLayout.Index(App), default));
            return;
        }

        // The store is closed, so all changes are in index.json.
        using var index = JsonDocument.Parse((await _driver.ReadAsync(ImageLayout.Index(App), default))!);
        await using var again = Stores.Open(_driver);
        Assert.Equal(Some.Digest(Some.Image(layers: [Some.Layer("layer")])), await again.Registry.ResolveAsync(App, "new"));
    }

    public async Task CheckAsync()
    {
        await using var store = Stores.Open(_driver);
        await CheckAsync(store);
    }

    public ValueTask DisposeAsync() => _driver.DisposeAsync();

    private static async Task CheckAsync(Store store)
    {
        Assert.NotNull(await store.Registry.GetManifestAsync(Sound, Reference.Parse("v1"), default));
        Assert.Contains(Sound.ToString(), await store.Registry.ListAsync());
    }

    private async Task WriteAsync(byte[] input)
    {
        await _driver.DeleteAsync(ImageLayout.Journal(App), default);
        await _driver.WriteAsync(ImageLayout.Index(App), input, ImageLayout.Staging(App), durable: false, default);
    }

    private async Task UseAsync(bool isRead)
    {
        await using var store = Stores.Open(_driver);
        await CheckAsync(store);
        if (isRead)
        {
            await ReadAsync(store);
        }

        await store.Registry.PushManifestAsync(App, "new", Some.Image(layers: [Some.Layer("layer")]));
        await store.Collector.CollectAsync(App, Rules, NoStatistics.Instance, default);
    }

    private static async Task ReadAsync(Store store)
    {
        var feed = new ContentFeed(store.Registry, [store], _ => store);
        await foreach (var version in feed.ListVersionsAsync(default))
        {
            Assert.True(version.Repository == App || version.Repository == Sound);
        }

        await feed.ListAsync(App, default);
        foreach (var tag in await store.Registry.ListTagsAsync(App, default) ?? [])
        {
            if (Tag.TryParse(tag, out var known))
            {
                await store.Registry.GetManifestAsync(App, Reference.To(known), default);
            }
        }

        await foreach (var result in store.Scrub.RunAsync(App, static (_, _) => default, default))
        {
            Assert.Equal(App, result.Repository);
        }
    }
}

using Xunit;
using Zot.Configuration.Storage;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Collection;
using Zot.Storage.Drivers.Memory;
using Zot.Storage.Retention;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Collection;

/// <summary>The repositories that a sweep skips, and the changes that make it check them again.</summary>
public sealed class SettledRepositoriesTests : IAsyncDisposable
{
    private static readonly RepositoryName App = Some.Repository;
    private static readonly CollectionRules Rules = new(TimeSpan.FromHours(1), TimeSpan.FromHours(1));

    private readonly ManualTime _time = new();
    private readonly MemoryDriver _driver;
    private readonly Store _store;

    public SettledRepositoriesTests()
    {
        _driver = new MemoryDriver(_time);
        _store = Stores.Open(_driver, time: _time, lease: static () => Rules.BlobAge);
    }

    private IRegistry Registry => _store.Registry;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Repository_without_removable_content_is_skipped_for_a_day()
    {
        await ReplaceAsync();

        Assert.True(await IsSettledAsync());
        _time.Advance(TimeSpan.FromHours(20));
        Assert.True(await IsSettledAsync());
        _time.Advance(TimeSpan.FromHours(5));
        Assert.False(await IsSettledAsync());
    }

    [Fact]
    public async Task Repository_with_too_young_content_is_checked_again()
    {
        await ReplaceAsync();
        await Registry.PushBlobsAsync(App, "unneeded");
        await CollectAsync();
        Assert.False(await IsSettledAsync());

        _time.Advance(2 * Rules.BlobAge);
        Assert.Single((await CollectAsync()).Blobs);
        await CollectAsync();
        Assert.True(await IsSettledAsync());

        await Registry.PushManifestAsync(App, tag: null, Some.Index([]), MediaTypes.OciIndex);
        await CollectAsync();
        Assert.False(await IsSettledAsync());

        await ReplaceAsync();
        await Registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);
        await CollectAsync();
        Assert.False(await IsSettledAsync());
    }

    public static TheoryData<string> Changes => [.. Touches.Keys];

    private static Dictionary<string, Func<SettledRepositoriesTests, Task>> Touches { get; } = new(StringComparer.Ordinal)
    {
        ["a blob"] = static test => test.Registry.PushBlobsAsync(App, "another"),
        ["an upload"] = static async test => await test.Registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default),
        ["a mount"] = static async test =>
        {
            await test.Registry.PushBlobsAsync(Some.OtherRepository, "other");
            Assert.NotNull(await test.Registry.MountBlobAsync(
                new BlobMount(App, Some.Digest("other"), Some.OtherRepository, static _ => true), default));
        },
        ["a manifest"] = static test => test.Registry.PushManifestAsync(App, tag: null, Some.Index([]), MediaTypes.OciIndex),
        ["a tag"] = static test => test.Registry.PushManifestAsync(App, "v2", Some.Image(layers: [Some.Layer("layer")])),
        ["the deletion of a tag"] = static async test => await test.Registry.DeleteManifestAsync(App, Reference.To(Some.Tag), default),
        ["the deletion of a manifest"] = static async test =>
            await test.Registry.DeleteManifestAsync(App, Reference.To((await test.Registry.ResolveAsync(App, "v1"))!.Value), default),
        ["another tool"] = static test => TestIndex.WriteAsync(test._driver, App, "{\"schemaVersion\":2,\"manifests\":[]}"),
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Changed_repository_is_checked_again(string change)
    {
        await ReplaceAsync();

        await Touches[change](this);

        Assert.False(await IsSettledAsync());
    }

    [Fact]
    public async Task Repository_that_is_only_read_is_skipped()
    {
        await ReplaceAsync();

        await Registry.GetManifestAsync(App, Reference.To(Some.Tag), default);
        await Registry.RenewBlobAsync(App, Some.Digest("layer"), default);
        await Registry.ListReferrersAsync(App, Some.Digest("layer"), default);

        Assert.True(await IsSettledAsync());
    }

    [Fact]
    public async Task Repository_is_checked_again_under_other_rules()
    {
        await ReplaceAsync();

        Assert.False(await IsSettledAsync(Rules with { DeletesReferrers = true }));
        Assert.False(await IsSettledAsync(Rules with { KeepTags = [new KeepTagsOptions { Patterns = ["v2"] }] }));
        Assert.True(await IsSettledAsync());
    }

    [Fact]
    public async Task Repository_with_rules_on_times_is_always_checked()
    {
        var rules = Rules with { KeepTags = [new KeepTagsOptions { PulledWithin = TimeSpan.FromDays(9) }] };
        await Registry.PushImageAsync(App, "v1");
        _time.Advance(2 * Rules.BlobAge);
        await CollectAsync(rules);
        await CollectAsync(rules);

        Assert.False(await IsSettledAsync(rules));
    }

    [Fact]
    public async Task Blob_that_arrives_during_a_sweep_is_checked()
    {
        await ReplaceAsync();
        var upload = await Registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);
        using var source = new MemoryStream(Some.Bytes("late"));
        await upload.AppendAsync(source, offset: null, length: null, default);
        var use = await _store.Repositories.UseAsync(App, default);
        await upload.CancelAsync(default);
        await CollectAsync();
        Assert.True(await IsSettledAsync());

        use!.Value.Dispose();

        Assert.False(await IsSettledAsync());
    }

    private async Task ReplaceAsync()
    {
        await Registry.PushImageAsync(App, "v1");
        _time.Advance(2 * Rules.BlobAge);
        await CollectAsync();
        await CollectAsync();
    }

    private ValueTask<bool> IsSettledAsync(CollectionRules? rules = null) => _store.Collector.IsSettledAsync(App, rules ?? Rules, default);

    private async Task<Collected> CollectAsync(CollectionRules? rules = null) =>
        (await _store.Collector.CollectAsync(App, rules ?? Rules, NoStatistics.Instance, default))!;
}

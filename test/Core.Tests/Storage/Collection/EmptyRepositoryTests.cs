using Xunit;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Collection;
using Zot.Storage.Drivers.FileSystem;
using Zot.Storage.Drivers.Memory;
using Zot.Storage.Retention;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Collection;

/// <summary>
/// A repository is removed once all of its blobs are, and never while a client is about to push to it.
/// </summary>
public sealed class EmptyRepositoryTests : IDisposable
{
    private static readonly RepositoryName App = Some.Repository;
    private static readonly RepositoryName Below = RepositoryName.Parse($"{App}/below");
    private static readonly CollectionRules Rules = new(TimeSpan.FromHours(1), TimeSpan.FromHours(1));

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Repository_without_blobs_left_is_removed()
    {
        await using var store = Open();
        await EmptyAsync(store);

        Assert.True((await LaterAsync(store)).IsEmptied);

        Assert.False(await store.Registry.HasRepositoryAsync(App, default));
        Assert.Null(await store.Registry.ListTagsAsync(App, default));
        Assert.Empty(await store.Registry.ListAsync());
        Assert.False(Directory.Exists(_directory[$"{App}"]));
        await store.Registry.PushImageAsync(App, "again");
        Assert.Equal([$"{App}"], await store.Registry.ListAsync());
    }

    [Fact]
    public async Task Repository_that_never_had_a_blob_is_kept()
    {
        await using var store = Open();
        await (await store.Registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default)).CancelAsync(default);

        Assert.False((await LaterAsync(store)).IsEmptied);

        Assert.True(await store.Registry.HasRepositoryAsync(App, default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Repository_that_only_ever_had_an_upload_is_removed_with_it(bool isCancelled)
    {
        await using (var before = Open())
        {
            var upload = await before.Registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);
            Assert.Empty(await before.Registry.ListAsync());
            if (isCancelled)
            {
                await upload.CancelAsync(default);
            }

            Assert.False((await CollectAsync(before)).IsEmptied);
        }

        foreach (var file in Directory.EnumerateFiles(_directory[$"{App}"], "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        }

        await using var store = Open();
        Assert.True((await CollectAsync(store, Rules with { IsDryRun = true })).IsEmptied);
        Assert.True((await CollectAsync(store)).IsEmptied);

        Assert.False(await store.Registry.HasRepositoryAsync(App, default));
        Assert.False(Directory.Exists(_directory[$"{App}"]));
    }

    [Fact]
    public async Task Repository_with_an_upload_is_kept_until_the_upload_expires()
    {
        await using var store = Open();
        await EmptyAsync(store);
        AgeBlobs();
        var upload = await store.Registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);

        Assert.False((await CollectAsync(store)).IsEmptied);
        using var source = new MemoryStream(Some.Bytes("late"));
        await upload.AppendAsync(source, offset: null, length: null, default);
        await upload.CompleteAsync(Some.Digest("late"), default);
        Assert.NotNull(await store.Registry.ReadBlobAsync(App, Some.Digest("late")));

        Assert.True((await LaterAsync(store)).IsEmptied);
    }

    [Fact]
    public async Task Removal_keeps_nested_repositories()
    {
        await using var store = Open();
        await EmptyAsync(store);
        await store.Registry.PushImageAsync(Below, "v1");

        Assert.True((await LaterAsync(store)).IsEmptied);

        Assert.Equal([$"{Below}"], await store.Registry.ListAsync());
        Assert.NotNull(await store.Registry.ResolveAsync(Below, "v1"));
        Assert.False(File.Exists(_directory[$"{App}/index.json"]));
    }

    [Fact]
    public async Task Dry_run_reports_the_removal()
    {
        await using var store = Open();
        await store.Registry.PushImageAsync(App, tag: null);
        AgeBlobs();

        Assert.True((await CollectAsync(store, Rules with { IsDryRun = true })).IsEmptied);
        Assert.True(await store.Registry.HasRepositoryAsync(App, default));
        Assert.True((await CollectAsync(store)).IsEmptied);
    }

    [Fact]
    public async Task Removal_interrupted_by_a_crash_is_completed()
    {
        var crashes = 0;
        for (var changes = 0; changes < 60; changes++)
        {
            var memory = new MemoryDriver(_time);
            var failing = new FailingDriver(memory);
            var before = Stores.Open(failing, dedupe: false, time: _time);
            await EmptyAsync(before);
            _time.Advance(TimeSpan.FromHours(2));
            failing.FailAfter(changes);
            try
            {
                await CollectAsync(before);
            }
            catch (IOException)
            {
                crashes++;
            }

            await using var after = Stores.Open(memory, dedupe: false, time: _time);
            await after.Repositories.CompleteRemovalsAsync(default);
            Assert.Empty(await memory.ListAsync(ImageLayout.Removed, default));
            var isThere = await after.Registry.HasRepositoryAsync(App, default);
            Assert.Equal(isThere, (await memory.ListAsync(ImageLayout.Repository(App), default)).Count > 0);
            await after.Registry.PushImageAsync(App, "v1");
            Assert.Equal([$"{App}"], await after.Registry.ListAsync());
        }

        Assert.InRange(crashes, 10, 59);
    }

    [Fact]
    public async Task Pushes_during_repeated_removals_lose_nothing()
    {
        const int Clients = 16;
        await using var store = Stores.Open(FileSystemDriver.Open(_directory.Path, TimeProvider.System));
        var rules = new CollectionRules(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
        using var stop = new CancellationTokenSource();
        var removed = 0;
        var collecting = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                removed += await store.Collector.CollectAsync(App, rules, NoStatistics.Instance, default) is { IsEmptied: true } ? 1 : 0;
            }
        });

        for (var round = 0; round < 20; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => PushAndDeleteAsync(store.Registry, $"t{client}", $"{client} {round}"))));
        }

        await stop.CancelAsync();
        await collecting;
        await Eventually.HoldsAsync(
            async () => await store.Collector.CollectAsync(App, rules, NoStatistics.Instance, default) is null, "the repository is removed");
        Assert.False(Directory.Exists(_directory[$"{App}"]));
        TestContext.Current.TestOutputHelper?.WriteLine($"removed {removed} times");
    }

    [Fact]
    public async Task Retired_repository_stays_retired()
    {
        await using var store = Open();
        await EmptyAsync(store);
        var repository = (await store.Repositories.FindAsync(App, default))!;
        await repository.FoldAsync(default);

        Assert.True(repository.TryRetire(TimeSpan.Zero));
        store.Repositories.Release(repository);

        Assert.True(repository.IsRetired);
        Assert.Null(await repository.BeginWriteAsync(default));
    }

    [Fact]
    public async Task Repository_retired_during_a_lookup_stays_retired()
    {
        var memory = new MemoryDriver(_time);
        var (driver, pause) = PausingDriver.Create(memory);
        await using var store = Stores.Open(driver, time: _time);
        await store.Registry.PushImageAsync(App, "v1");
        var repository = (await store.Repositories.FindAsync(App, default))!;
        await repository.FoldAsync(default);
        _time.Advance(TimeSpan.FromSeconds(2));
        await memory.TouchAsync(ImageLayout.Index(App), default);

        var isReached = pause.PauseAt(ImageLayout.Index(App));
        var finding = store.Repositories.FindAsync(App, default).AsTask();
        await isReached;
        store.Repositories.Release(repository);
        pause.GoOn();

        Assert.NotSame(repository, await finding);
        Assert.True(repository.IsRetired);
    }

    // The collector may remove pushed content until the push is acknowledged, but not afterwards.
    private static async Task PushAndDeleteAsync(IRegistry registry, string tag, string layer)
    {
        while (true)
        {
            try
            {
                await registry.PushImageAsync(App, tag, layer);
                break;
            }
            catch (RegistryException refusal) when (refusal.Error == RegistryError.ManifestBlobUnknown
                || refusal.Error == RegistryError.BlobUploadUnknown
                || refusal.Error == RegistryError.BlobUploadInvalid) // the collector is removing it
            {
                await Task.Yield();
            }
        }

        Assert.Contains(tag, await registry.ListTagsAsync(App, default) ?? []);
        Assert.NotNull(await registry.ReadBlobAsync(App, Some.Digest(layer)));
        Assert.True(await registry.DeleteManifestAsync(App, Reference.To(Tag.Parse(tag)), default));
    }

    private static async Task EmptyAsync(Store store)
    {
        await store.Registry.PushImageAsync(App, "v1");
        await store.Registry.DeleteManifestAsync(App, Reference.To(Tag.Parse("v1")), default);
    }

    private async Task<Collected> LaterAsync(Store store)
    {
        AgeBlobs();
        return await CollectAsync(store);
    }

    private void AgeBlobs()
    {
        var blobs = _directory[$"{App}/blobs"];
        foreach (var file in Directory.EnumerateFiles(blobs, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        }
    }

    private static async Task<Collected> CollectAsync(Store store, CollectionRules? rules = null) =>
        (await store.Collector.CollectAsync(App, rules ?? Rules, NoStatistics.Instance, default))!;

    private Store Open() => Stores.Open(FileSystemDriver.Open(_directory.Path, TimeProvider.System), dedupe: false, lease: static () => Rules.BlobAge);
}

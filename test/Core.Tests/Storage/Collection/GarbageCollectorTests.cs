using Xunit;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Collection;
using Zot.Storage.Drivers.Memory;
using Zot.Storage.Retention;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Collection;

/// <summary>The content that the collector removes, and the content that it must keep.</summary>
public sealed class GarbageCollectorTests : IAsyncDisposable
{
    private static readonly RepositoryName App = Some.Repository;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly CollectionRules Rules = new(Hour, Hour);

    private readonly ManualTime _time = new();
    private readonly MemoryDriver _driver;
    private readonly Store _store;

    public GarbageCollectorTests()
    {
        _driver = new MemoryDriver(_time);
        _store = Stores.Open(_driver, time: _time, lease: () => Hour);
    }

    private IRegistry Registry => _store.Registry;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Tagged_image_is_kept()
    {
        var image = await Registry.PushImageAsync(App, "v1");

        var collected = await LaterAsync();

        Assert.Empty(collected.Blobs);
        Assert.Equal(image.Digest, await Registry.ResolveAsync(App, "v1"));
        Assert.NotNull(await Registry.ReadBlobAsync(App, Some.Digest("layer")));
    }

    [Fact]
    public async Task Untagged_image_is_removed_with_its_unshared_blobs()
    {
        await Registry.PushImageAsync(App, "v1", "old");
        await Registry.PushImageAsync(App, "v1", "new");

        var collected = await LaterAsync();

        Assert.Single(collected.Manifests);
        Assert.Null(await Registry.ReadBlobAsync(App, Some.Digest("old")));
        Assert.NotNull(await Registry.ReadBlobAsync(App, Some.Digest("new")));
        Assert.NotNull(await Registry.ReadBlobAsync(App, Some.Digest("{}")));
    }

    [Fact]
    public async Task Content_younger_than_the_delay_is_kept()
    {
        await Registry.PushBlobsAsync(App, "blob");
        await Registry.PushImageAsync(App, tag: null);
        _time.Advance(Hour - TimeSpan.FromSeconds(1));

        var collected = await CollectAsync(Rules);

        Assert.Empty(collected.Manifests);
        Assert.Empty(collected.Blobs);
    }

    [Fact]
    public async Task Blob_reported_to_a_client_is_kept_as_long_as_a_new_one()
    {
        await Registry.PushBlobsAsync(App, "told", "untold");
        _time.Advance(2 * Hour);
        Assert.NotNull(await Registry.RenewBlobAsync(App, Some.Digest("told"), default));
        Assert.NotNull(await Registry.FindBlobAsync(App, Some.Digest("untold"), default));

        var collected = await CollectAsync(Rules);

        Assert.Equal([Some.Digest("untold")], collected.Blobs);
        Assert.Equal([Some.Digest("told")], (await LaterAsync()).Blobs);
    }

    [Fact]
    public async Task Mounted_blob_is_kept_as_long_as_a_new_one()
    {
        await Registry.PushBlobsAsync(App, "blob");
        await Registry.PushBlobsAsync(Some.OtherRepository, "blob");
        _time.Advance(2 * Hour);
        Assert.NotNull(await Registry.MountBlobAsync(
            new BlobMount(App, Some.Digest("blob"), Some.OtherRepository, static _ => true), default));

        Assert.Empty((await CollectAsync(Rules)).Blobs);
    }

    [Fact]
    public async Task Blob_of_a_long_paused_upload_counts_as_new()
    {
        var upload = await Registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);
        using var source = new MemoryStream(Some.Bytes("slow"));
        await upload.AppendAsync(source, offset: null, length: null, default);
        _time.Advance(2 * Hour);
        await upload.CompleteAsync(Some.Digest("slow"), default);

        Assert.Empty((await CollectAsync(Rules)).Blobs);
    }

    [Fact]
    public async Task Manifest_listed_by_an_index_is_removed_after_the_index()
    {
        var image = await Registry.PushImageAsync(App, tag: null);
        await Registry.PushManifestAsync(App, "all", Some.Index([image]), MediaTypes.OciIndex);
        Assert.Empty((await LaterAsync()).Manifests);
        await Registry.DeleteManifestAsync(App, Reference.To(Tag.Parse("all")), default);

        var collected = await LaterAsync();

        Assert.Equal(2, collected.Manifests.Count);
        Assert.Empty(await BlobsAsync());
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task Referrer_of_a_missing_subject_is_removed_if_the_rules_allow_it(bool deletesReferrers, int gone)
    {
        var image = await Registry.PushImageAsync(App, "v1");
        await Registry.PushManifestAsync(App, tag: null, Some.Image(subject: image, artifactType: "a/signature"));
        Assert.Empty((await LaterAsync(Rules with { DeletesReferrers = deletesReferrers })).Manifests);
        await Registry.DeleteManifestAsync(App, Reference.To(Some.Tag), default);

        var collected = await LaterAsync(Rules with { DeletesReferrers = deletesReferrers });

        Assert.Equal(gone, collected.Manifests.Count);
    }

    [Fact]
    public async Task Dry_run_reports_removals_without_making_them()
    {
        await Registry.PushImageAsync(App, "v1", "old");
        await Registry.PushImageAsync(App, "v1", "new");
        _time.Advance(2 * Hour);
        var before = await BlobsAsync();

        var told = await CollectAsync(Rules with { IsDryRun = true });
        Assert.Equal(before, await BlobsAsync());
        var done = await CollectAsync(Rules);

        Assert.Equal(2, told.Blobs.Count);
        Assert.Equal(done.Blobs.ToHashSet(), told.Blobs.ToHashSet());
        Assert.Equal((done.Bytes, done.Manifests.Count), (told.Bytes, told.Manifests.Count));
    }

    [Fact]
    public async Task Bytes_shared_with_another_repository_are_not_counted()
    {
        await Registry.PushBlobsAsync(App, "shared", "own");
        await Registry.PushImageAsync(Some.OtherRepository, "v1", "shared");

        var collected = await LaterAsync();

        Assert.Equal(2, collected.Blobs.Count);
        Assert.Equal("own".Length, collected.Bytes);
    }

    [Fact]
    public async Task Lost_manifest_keeps_all_content_until_it_is_pushed_again()
    {
        await using var driver = new MemoryDriver(_time);
        Descriptor image;
        await using (var first = Stores.Open(driver, time: _time))
        {
            image = await first.Registry.PushImageAsync(App, "v1");
            await first.Registry.PushBlobsAsync(App, "unneeded");
            await driver.DeleteAsync(ImageLayout.Blob(App, image.Digest), default);
        }

        await using var again = Stores.Open(driver, time: _time);
        _time.Advance(2 * Hour);

        var collected = await again.Collector.CollectAsync(App, Rules, NoStatistics.Instance, default);

        Assert.Empty(collected!.Blobs);
        Assert.Contains(image.Digest.ToString(), collected.Fault, StringComparison.Ordinal);
        await again.Registry.PushImageAsync(App, "v1");
        _time.Advance(2 * Hour);
        Assert.Equal([Some.Digest("unneeded")], (await again.Collector.CollectAsync(App, Rules, NoStatistics.Instance, default))!.Blobs);
    }

    [Fact]
    public async Task Abandoned_upload_is_removed()
    {
        var old = await Registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);
        _time.Advance(2 * Hour);
        var young = await Registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);

        var collected = await CollectAsync(Rules);

        Assert.Equal(1, collected.Uploads);
        Assert.Null(await Registry.FindUploadAsync(App, old.Id, default));
        Assert.NotNull(await Registry.FindUploadAsync(App, young.Id, default));
    }

    [Fact]
    public async Task Staged_file_of_this_process_is_kept_and_of_an_earlier_one_removed()
    {
        var staged = ImageLayout.Staging(App);
        await Registry.PushImageAsync(App, "v1");
        await (await _driver.StageAsync(staged, default)).DisposeAsync();

        Assert.Equal(0, (await LaterAsync()).Uploads);
        Assert.NotNull(await _driver.StatAsync(staged, default));
        await using var next = Stores.Open(_driver, time: _time);

        Assert.Equal(1, (await next.Collector.CollectAsync(App, Rules, NoStatistics.Instance, default))!.Uploads);
        Assert.Null(await _driver.StatAsync(staged, default));
    }

    private async Task<Collected> LaterAsync(CollectionRules? rules = null)
    {
        _time.Advance(2 * Hour);
        return await CollectAsync(rules ?? Rules);
    }

    private async Task<Collected> CollectAsync(CollectionRules rules) => (await _store.Collector.CollectAsync(App, rules, NoStatistics.Instance, default))!;

    private async Task<IEnumerable<string>> BlobsAsync() =>
        (await _driver.ListAsync(ImageLayout.Blobs(App, DigestAlgorithm.Sha256), default)).Select(static child => child.Name).Order();
}

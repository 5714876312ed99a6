using Xunit;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers.FileSystem;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Blobs;

/// <summary>Dedupe: repositories share the bytes of equal blobs.</summary>
public sealed class BlobPoolTests : IDisposable
{
    private static readonly RepositoryName App = Some.Repository;
    private static readonly RepositoryName Other = Some.OtherRepository;
    private static readonly Digest Shared = Some.Digest("shared");

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Equal_blobs_are_stored_once_until_the_last_is_deleted()
    {
        await using var store = Open(dedupe: true);
        await store.Registry.PushBlobsAsync(App, "shared");
        Assert.Equal(2, Links(App));
        await store.Registry.PushBlobsAsync(Other, "shared");
        Assert.Equal(3, Links(App));

        await store.Registry.DeleteBlobAsync(App, Shared, default);
        Assert.Equal(2, Links(Other));
        await store.Registry.DeleteBlobAsync(Other, Shared, default);

        Assert.Equal(["complete"], Files().Select(Path.GetFileName));
    }

    [Fact]
    public async Task Equal_blobs_are_stored_per_repository_without_dedupe()
    {
        await using var store = Open(dedupe: false);
        await store.Registry.PushBlobsAsync(App, "shared");
        await store.Registry.PushBlobsAsync(Other, "shared");

        Assert.Equal((1, 1), (Links(App), Links(Other)));
    }

    [Fact]
    public async Task Mount_without_dedupe_links_the_blob()
    {
        await using var store = Open(dedupe: false);
        await store.Registry.PushBlobsAsync(App, "shared");

        await store.Registry.MountBlobAsync(new BlobMount(Other, Shared, App, static _ => true), default);

        Assert.Equal(2, Links(Other));
    }

    [Fact]
    public async Task Pushing_again_repairs_a_damaged_blob_and_the_pool()
    {
        await using var store = Open(dedupe: true);
        await store.Registry.PushBlobsAsync(App, "shared");
        await File.WriteAllTextAsync(PathOf(App), "DAMAGE");

        await store.Registry.PushBlobsAsync(App, "shared");
        await store.Registry.PushBlobsAsync(Other, "shared");

        Assert.Equal("shared", await File.ReadAllTextAsync(PathOf(App)));
        Assert.Equal("shared", await File.ReadAllTextAsync(PathOf(Other)));
        Assert.Equal(3, Links(App));
        Assert.DoesNotContain(Files(), static file => file.Contains(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mount_without_from_finds_only_readable_sources()
    {
        await using var store = Open(dedupe: true);
        await store.Registry.PushBlobsAsync(App, "shared");
        var secret = RepositoryName.Parse("a-secret");
        await store.Registry.PushBlobsAsync(secret, "hidden");

        Assert.NotNull(await store.Registry.MountBlobAsync(new BlobMount(Other, Shared, From: null, static name => name == App), default));
        Assert.Null(await store.Registry.MountBlobAsync(
            new BlobMount(Other, Some.Digest("hidden"), From: null, static name => name == App), default));
    }

    [Fact]
    public async Task Existing_blobs_are_linked_in_the_background()
    {
        await using (var before = Open(dedupe: false))
        {
            await before.Registry.PushBlobsAsync(App, "shared");
        }

        await using var store = Open(dedupe: true);
        Assert.Null(await store.Driver.StatAsync(ImageLayout.PoolIsComplete, default));
        await store.Filler.FillAsync(default);
        await store.Registry.PushBlobsAsync(Other, "shared");

        Assert.Equal(3, Links(App));
        Assert.NotNull(await store.Driver.StatAsync(ImageLayout.PoolIsComplete, default));
    }

    [Fact]
    public async Task New_store_has_a_complete_pool()
    {
        await using var store = Open(dedupe: true);

        Assert.NotNull(await store.Driver.StatAsync(ImageLayout.PoolIsComplete, default));
    }

    [Fact]
    public async Task Stale_pool_link_left_by_a_crash_is_collected()
    {
        await using var store = Open(dedupe: true);
        await store.Registry.PushBlobsAsync(App, "shared");
        await store.Driver.LinkAsync(ImageLayout.Blob(App, Shared), ImageLayout.PoolStaging(), default);

        await store.PoolCollector.CollectAsync(TimeSpan.FromHours(1), default);
        Assert.Equal(3, Links(App));
        File.SetLastWriteTimeUtc(PathOf(App), DateTime.UnixEpoch);
        await store.PoolCollector.CollectAsync(TimeSpan.FromHours(1), default);

        Assert.Equal(2, Links(App));
    }

    [Fact]
    public async Task Pool_is_not_listed_as_a_repository()
    {
        await using var store = Open(dedupe: true);
        await store.Registry.PushImageAsync(App, "v1");

        Assert.Equal([App.ToString()], await store.Registry.ListAsync());
    }

    private Store Open(bool dedupe) =>
        Stores.Open(FileSystemDriver.Open(_directory.Path, TimeProvider.System), dedupe);

    private string PathOf(RepositoryName repository) => _directory[$"{repository}/blobs/sha256/{Shared.Encoded}"];

    private long? Links(RepositoryName repository) => FileObjects.Stat(PathOf(repository))!.Value.LinkCount;

    private IEnumerable<string> Files() =>
        Directory.EnumerateFiles(_directory.Path, "*", SearchOption.AllDirectories)
            .Where(static file => file.Contains("/blobs/", StringComparison.Ordinal) || file.Contains("/_blobs/", StringComparison.Ordinal));
}

using Xunit;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Backup;
using Zot.Storage.Drivers;
using Zot.Storage.Drivers.Memory;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Backup;

public sealed class RepositoryBackupTests : IAsyncDisposable
{
    private static readonly RepositoryName App = Some.Repository;

    private readonly MemoryDriver _source = new(TimeProvider.System);
    private readonly MemoryDriver _target = new(TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _target.DisposeAsync();
    }

    [Fact]
    public async Task Backup_of_a_running_store_is_complete()
    {
        await using var store = Stores.Open(_source);
        var image = await store.Registry.PushImageAsync(App, "v1");
        await store.Registry.PushManifestAsync(App, "all", Some.Index([image]), MediaTypes.OciIndex);
        await store.Registry.PushBlobAsync(App, Some.Bytes("of no manifest yet"));

        var done = await BackUpAsync();

        Assert.Equal((2, 5), (done!.Manifests, done.Blobs));
        Assert.Empty(done.Faults);
        await using var restored = Stores.Open(_target);
        Assert.Equal(["all", "v1"], await restored.Registry.ListTagsAsync(App, default));
        Assert.Equal(image, await restored.Registry.FindManifestAsync(App, Reference.Parse("v1"), default));
        Assert.Equal(Some.Bytes("layer"), await restored.Registry.ReadBlobAsync(App, Some.Digest("layer")));
        Assert.Equal(Some.Bytes("of no manifest yet"), await restored.Registry.ReadBlobAsync(App, Some.Digest("of no manifest yet")));
    }

    [Fact]
    public async Task Second_backup_copies_new_content_and_removes_deleted_tags()
    {
        await using var store = Stores.Open(_source);
        await store.Registry.PushImageAsync(App, "v1");
        await BackUpAsync();
        await store.Registry.PushImageAsync(App, "v2", "another");
        await store.Registry.DeleteManifestAsync(new ManifestDelete(App, Reference.Parse("v1")), default);

        var done = await BackUpAsync();

        Assert.Equal(2, done!.Blobs);
        await using var restored = Stores.Open(_target);
        Assert.Equal(["v2"], await restored.Registry.ListTagsAsync(App, default));
    }

    [Fact]
    public async Task Backup_during_a_manifest_deletion_has_no_partial_manifest()
    {
        await using var store = Stores.Open(_source);
        var kept = await store.Registry.PushImageAsync(App, "v1", "kept");
        var gone = await store.Registry.PushImageAsync(App, "v2", "gone");
        var interrupted = new InterruptedDriver(_source, async () =>
        {
            await store.Registry.DeleteManifestAsync(new ManifestDelete(App, Reference.To(gone.Digest)), default);
            await store.Registry.DeleteBlobAsync(App, Some.Digest("gone"), default);
        });

        var done = await BackUpAsync(interrupted);

        Assert.Empty(done!.Faults);
        await using var restored = Stores.Open(_target);
        Assert.Equal(["v1"], await restored.Registry.ListTagsAsync(App, default));
        Assert.Equal(kept.Digest, await restored.Registry.ResolveAsync(App, "v1"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("damag")]
    public async Task Damaged_blob_is_reported_and_the_rest_is_backed_up(string? damage)
    {
        await using var store = Stores.Open(_source, dedupe: false);
        var image = await store.Registry.PushImageAsync(App, "v1");
        await store.Registry.PushImageAsync(App, "v2", "whole");
        await _source.DeleteAsync(ImageLayout.Blob(App, Some.Digest("layer")), default);
        if (damage is not null)
        {
            await _source.WriteAsync(ImageLayout.Blob(App, Some.Digest("layer")), Some.Bytes(damage), ImageLayout.Staging(App), durable: false, default);
        }

        var done = await BackUpAsync();

        Assert.Equal([$"{App}@{image.Digest}: the referenced {Some.Digest("layer")} is missing, damaged or unreadable"], done!.Faults);
        Assert.Null(await _target.StatAsync(ImageLayout.Blob(App, Some.Digest("layer")), default));
        await using var restored = Stores.Open(_target);
        Assert.Equal(Some.Bytes("whole"), await restored.Registry.ReadBlobAsync(App, Some.Digest("whole")));
    }

    [Fact]
    public async Task Snapshot_is_consistent_while_the_index_is_written()
    {
        await using var store = Stores.Open(_source);
        await store.Registry.PushImageAsync(App, "v1");
        var writes = 0;
        var interrupted = new InterruptedDriver(_source, async () =>
        {
            var index = (await _source.ReadAsync(ImageLayout.Index(App), default))!;
            await _source.WriteAsync(ImageLayout.Index(App), index, ImageLayout.Staging(App), durable: false, default);
            writes++;
        })
        { AtJournal = true };

        var snapshot = await IndexSnapshot.ReadAsync(interrupted, App, default);

        Assert.Equal(1, writes);
        Assert.Equal(["v1"], snapshot!.Tags);
    }

    [Theory]
    [InlineData("stat", typeof(IOException))]
    [InlineData("open", typeof(IOException))]
    [InlineData("open", typeof(UnauthorizedAccessException))]
    public async Task Blob_that_cannot_be_read_is_reported_and_the_rest_is_backed_up(string operation, Type failure)
    {
        await using var store = Stores.Open(_source, dedupe: false);
        var image = await store.Registry.PushImageAsync(App, "v1");
        await store.Registry.PushImageAsync(App, "v2", "whole");
        var unreadable = ImageLayout.Blob(App, Some.Digest("layer"));

        var done = await BackUpAsync(new UnreadableDriver(
            _source, (did, key) => did == operation && key == unreadable, (Exception)Activator.CreateInstance(failure)!));

        Assert.Equal([$"{App}@{image.Digest}: the referenced {Some.Digest("layer")} is missing, damaged or unreadable"], done!.Faults);
        await using var restored = Stores.Open(_target);
        Assert.Equal(Some.Bytes("whole"), await restored.Registry.ReadBlobAsync(App, Some.Digest("whole")));
    }

    [Theory]
    [InlineData("list", typeof(UnauthorizedAccessException))]
    [InlineData("list", typeof(IOException))]
    [InlineData("read", typeof(IOException))]
    [InlineData("stat", typeof(UnauthorizedAccessException))]
    public async Task Repository_that_cannot_be_read_is_a_fault_of_the_source(string operation, Type failure)
    {
        await using var store = Stores.Open(_source);
        await store.Registry.PushImageAsync(App, "v1");

        var fault = await Assert.ThrowsAsync<SourceFaultException>(async () => await BackUpAsync(new UnreadableDriver(
            _source,
            (did, key) => did == operation && (did == "list" || key == ImageLayout.Index(App)),
            (Exception)Activator.CreateInstance(failure)!)));

        Assert.Contains(App.ToString(), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_repository_is_not_reported() => Assert.Null(await BackUpAsync());

    private ValueTask<BackedUpRepository?> BackUpAsync(IStorageDriver? source = null) =>
        new RepositoryBackup(App, source ?? _source, _target, new BlobCopier(_target, previous: null)).RunAsync(default);
}

using Xunit;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Collection;
using Zot.Storage.Drivers;
using Zot.Storage.Drivers.FileSystem;
using Zot.Storage.Drivers.Memory;
using Zot.Storage.Retention;
using Zot.Testing;

namespace Zot.Core.Tests.Storage;

/// <summary>A store on a medium that can only be read, or only read and deleted from.</summary>
public sealed class UnwritableStoreTests : IAsyncDisposable
{
    private static readonly RepositoryName App = Some.Repository;
    private static readonly CollectionRules Rules = new(TimeSpan.FromHours(1), TimeSpan.FromHours(1));

    private readonly ManualTime _time = new();
    private readonly MemoryDriver _memory;
    private Descriptor _image = null!;

    public UnwritableStoreTests() => _memory = new MemoryDriver(_time);

    public ValueTask DisposeAsync() => _memory.DisposeAsync();

    [Theory]
    [InlineData(MediumCondition.Full, true)]
    [InlineData(MediumCondition.Full, false)]
    [InlineData(MediumCondition.ReadOnly, true)]
    [InlineData(MediumCondition.ReadOnly, false)]
    public async Task Store_opens_and_serves_pulls(MediumCondition condition, bool isFolded)
    {
        await using var store = await OpenAsync(condition, isFolded);

        Assert.Equal([$"{App}"], await store.Registry.ListAsync());
        Assert.Equal(_image.Digest, await store.Registry.ResolveAsync(App, "v1"));
        Assert.NotNull(await store.Registry.RenewManifestAsync(App, Reference.To(_image.Digest), default));
        Assert.NotNull(await store.Registry.RenewBlobAsync(App, Some.Digest("layer"), default));
        Assert.Equal(Some.Bytes("layer"), await store.Registry.ReadBlobAsync(App, Some.Digest("layer")));
    }

    [Fact]
    public async Task Writes_on_a_read_only_medium_are_unavailable()
    {
        await using var store = await OpenAsync(MediumCondition.ReadOnly);
        var registry = store.Registry;
        Dictionary<string, Func<Task>> writes = new()
        {
            ["upload"] = async () => await registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default),
            ["upload to a new repository"] = async () => await registry.StartUploadAsync(Some.OtherRepository, DigestAlgorithm.Sha256, default),
            ["manifest"] = () => registry.PushManifestAsync(App, "v2", Some.Image(layers: [Some.Layer("layer")])),
            ["mount"] = async () => await registry.MountBlobAsync(
                new BlobMount(Some.OtherRepository, Some.Digest("layer"), App, static _ => true), default),
            ["tag deletion"] = async () => await registry.DeleteManifestAsync(App, Reference.To(Some.Tag), default),
            ["manifest deletion"] = async () => await registry.DeleteManifestAsync(App, Reference.To(_image.Digest), default),
            ["blob deletion"] = async () => await registry.DeleteBlobAsync(App, Some.Digest("unused"), default),
        };

        foreach (var (name, write) in writes)
        {
            var refusal = await Assert.ThrowsAsync<RegistryException>(write);
            Assert.True(refusal.Error == RegistryError.Unavailable, name);
        }
    }

    [Theory]
    [InlineData(MediumCondition.Full)]
    [InlineData(MediumCondition.ReadOnly)]
    public async Task Medium_that_changes_while_the_store_is_open_serves_pulls_and_recovers(MediumCondition condition)
    {
        var driver = UnwritableDriver.Create(_memory, MediumCondition.Writable);
        await using var store = Stores.Open(driver, time: _time, lease: static () => TimeSpan.FromHours(1));
        var image = await store.Registry.PushImageAsync(App, "v1");
        var untagged = await store.Registry.PushImageAsync(App, tag: null, "untagged");
        _time.Advance(TimeSpan.FromMinutes(50));

        UnwritableDriver.Become(driver, condition);

        Assert.Equal(image.Digest, await store.Registry.ResolveAsync(App, "v1"));
        Assert.NotNull(await store.Registry.RenewManifestAsync(App, Reference.To(untagged.Digest), default));
        Assert.NotNull(await store.Registry.RenewBlobAsync(App, Some.Digest("layer"), default));
        Assert.Null(await store.Registry.RenewBlobAsync(App, Some.Digest("missing"), default));
        Assert.Equal(Some.Bytes("layer"), await store.Registry.ReadBlobAsync(App, Some.Digest("layer")));
        var failure = await Assert.ThrowsAsync<IOException>(() => store.Registry.PushImageAsync(App, "v2", "new"));
        Assert.True(condition == MediumCondition.Full ? MediumFailures.IsFull(failure) : MediumFailures.IsReadOnly(failure));

        UnwritableDriver.Become(driver, MediumCondition.Writable);

        await store.Registry.PushImageAsync(App, "v2", "new");
        Assert.Equal(["v1", "v2"], await store.Registry.ListTagsAsync(App, default));
    }

    [Fact]
    public async Task Push_on_a_full_medium_fails_with_disk_full()
    {
        await using var store = await OpenAsync(MediumCondition.Full);

        var failure = await Assert.ThrowsAsync<IOException>(async () => await store.Registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default));

        Assert.True(MediumFailures.IsFull(failure));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Deletions_on_a_full_medium_succeed(bool byDigest)
    {
        await using var store = await OpenAsync(MediumCondition.Full);

        Assert.True(await store.Registry.DeleteManifestAsync(App, byDigest ? Reference.To(_image.Digest) : Reference.To(Some.Tag), default));
        Assert.True(await store.Registry.DeleteBlobAsync(App, Some.Digest("unused"), default));

        Assert.Empty((await store.Registry.ListTagsAsync(App, default))!);
        await using var again = Stores.Open(_memory, time: _time);
        Assert.Empty((await again.Registry.ListTagsAsync(App, default))!);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Collection_on_a_full_medium_frees_space(bool isReserved)
    {
        await using (var before = Stores.Open(_memory, time: _time))
        {
            await before.Registry.PushImageAsync(App, tag: null, "untagged");
        }

        await using var store = await OpenAsync(MediumCondition.Full, isReserved: isReserved);
        _time.Advance(TimeSpan.FromHours(2));

        await store.Collector.CollectAsync(App, Rules, NoStatistics.Instance, default);
        await store.Collector.CollectAsync(App, Rules, NoStatistics.Instance, default);

        Assert.Null(await _memory.StatAsync(ImageLayout.Blob(App, Some.Digest("untagged")), default));
        Assert.Null(await _memory.StatAsync(ImageLayout.Blob(App, Some.Digest("unused")), default));
        Assert.Equal(_image.Digest, await store.Registry.ResolveAsync(App, "v1"));
    }

    [Fact]
    public async Task Reserve_is_created_at_the_first_start_and_released_once()
    {
        using var directory = new TemporaryDirectory();
        await using var driver = FileSystemDriver.Open(directory.Path, TimeProvider.System);
        Assert.Equal(MediumCondition.Writable, driver.Condition);
        Assert.Equal(64 * 1024, new FileInfo(directory[".zot.reserve"]).Length);

        Assert.True(await driver.ReleaseReserveAsync(default));
        Assert.False(await driver.ReleaseReserveAsync(default));
        await driver.RestoreReserveAsync(default);

        Assert.True(File.Exists(directory[".zot.reserve"]));
    }

    [Fact]
    public async Task Second_process_is_rejected_if_the_lock_file_is_missing()
    {
        using var directory = new TemporaryDirectory();
        await using var first = FileSystemDriver.Open(directory.Path, TimeProvider.System);
        File.Delete(directory[".zot.lock"]);

        Assert.Throws<StorageInUseException>(() => FileSystemDriver.Open(directory.Path, TimeProvider.System));
    }

    private async Task<Store> OpenAsync(MediumCondition condition, bool isFolded = true, bool isReserved = true)
    {
        var failing = new FailingDriver(_memory);
        var before = Stores.Open(failing, time: _time, promptIndexLength: isFolded ? StoreContext.DefaultPromptIndexLength : -1);
        _image = await before.Registry.PushImageAsync(App, "v1");
        await before.Registry.PushBlobsAsync(App, "unused");

        // Simulates a crash: pending changes stay in the journal.
        failing.FailAfter(0);
        return Stores.Open(UnwritableDriver.Create(_memory, condition, isReserved), time: _time, lease: static () => TimeSpan.FromHours(1));
    }
}

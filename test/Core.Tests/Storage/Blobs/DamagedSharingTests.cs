using Xunit;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers.FileSystem;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Blobs;

/// <summary>Sharing of blobs between repositories when a stored file is damaged.</summary>
public sealed class DamagedSharingTests : IDisposable
{
    private const string Content = "content of a layer";
    private static readonly RepositoryName App = Some.Repository;
    private static readonly RepositoryName Other = Some.OtherRepository;
    private static readonly Digest Shared = Some.Digest(Content);

    private readonly TemporaryDirectory _directory = new();

    public enum Damage
    {
        InPlace,
        InPlaceWithTheSameTime,
        Truncated,
        ReplacedByRename,
    }

    public static TheoryData<Damage, bool> Damages()
    {
        TheoryData<Damage, bool> all = [];
        foreach (var damage in Enum.GetValues<Damage>())
        {
            all.Add(damage, true);

            // Without a restart, a change that keeps length, time, and inode cannot be detected.
            if (damage != Damage.InPlaceWithTheSameTime)
            {
                all.Add(damage, false);
            }
        }

        return all;
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Upload_replaces_a_damaged_pooled_file(Damage damage, bool restarts)
    {
        var store = await DamagedAsync(damage, restarts);

        await store.Registry.PushBlobsAsync(Other, Content);
        await store.Registry.PushBlobsAsync(RepositoryName.Parse("third"), Content);

        Assert.Equal(Content, await File.ReadAllTextAsync(PathOf(Other)));
        Assert.Equal(Content, await File.ReadAllTextAsync(_directory[ImageLayout.Pooled(Shared).ToString()]));
        Assert.Equal(3, FileObjects.Stat(PathOf(Other))!.Value.LinkCount);
        await store.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Mount_of_a_damaged_blob_is_denied(Damage damage, bool restarts)
    {
        var store = await DamagedAsync(damage, restarts);

        Assert.Null(await MountAsync(store, Other, from: App));
        Assert.Null(await MountAsync(store, Other, from: null));
        Assert.Null(await MountAsync(store, App, from: null));
        Assert.Null(await MountAsync(store, App, from: Other));
        await store.DisposeAsync();
    }

    [Fact]
    public async Task Mount_without_from_skips_a_damaged_candidate()
    {
        await using var store = Open(dedupe: true);
        await store.Registry.PushBlobsAsync(App, Content);
        await DamageAsync(App, Damage.InPlace);
        await store.Registry.PushBlobsAsync(Other, Content);

        Assert.NotNull(await MountAsync(store, RepositoryName.Parse("third"), from: null));

        Assert.Equal(Content, await File.ReadAllTextAsync(PathOf(RepositoryName.Parse("third"))));
    }

    [Fact]
    public async Task Shared_file_is_read_only_once()
    {
        var (driver, count) = CountingDriver.Create(FileSystemDriver.Open(_directory.Path, TimeProvider.System));
        var store = Stores.Open(driver, dedupe: true, lease: static () => TimeSpan.Zero);
        await ShareAsync(store, "first");
        Assert.Equal(0, count.Opened);
        await store.DisposeAsync();

        (driver, count) = CountingDriver.Create(FileSystemDriver.Open(_directory.Path, TimeProvider.System));
        store = Stores.Open(driver, dedupe: true, lease: static () => TimeSpan.Zero);
        await ShareAsync(store, "second");
        Assert.Equal(1, count.Opened);
        await store.DisposeAsync();
    }

    private static async Task ShareAsync(Store store, string prefix)
    {
        for (var number = 0; number < 5; number++)
        {
            var repository = RepositoryName.Parse($"{prefix}{number}");
            await store.Registry.PushBlobsAsync(repository, Content);
            await store.Registry.RenewBlobAsync(repository, Shared, default);
            Assert.NotNull(await MountAsync(store, RepositoryName.Parse($"{prefix}{number}/mounted"), repository));
        }
    }

    private static ValueTask<Descriptor?> MountAsync(Store store, RepositoryName to, RepositoryName? from) =>
        store.Registry.MountBlobAsync(new BlobMount(to, Shared, from, static _ => true), default);

    private async Task<Store> DamagedAsync(Damage damage, bool restarts)
    {
        var store = Open(dedupe: true);
        await store.Registry.PushBlobsAsync(App, Content);
        await DamageAsync(App, damage);
        if (restarts)
        {
            await store.DisposeAsync();
            store = Open(dedupe: true);
        }

        return store;
    }

    private async Task DamageAsync(RepositoryName repository, Damage damage)
    {
        var path = PathOf(repository);
        var time = File.GetLastWriteTimeUtc(path);
        var wrong = new string('X', Content.Length);
        switch (damage)
        {
            case Damage.InPlace:
                await WriteInPlaceAsync(path, wrong);
                break;
            case Damage.InPlaceWithTheSameTime:
                await WriteInPlaceAsync(path, wrong);
                File.SetLastWriteTimeUtc(path, time);
                break;
            case Damage.Truncated:
                await File.WriteAllTextAsync(path, "");
                break;
            case Damage.ReplacedByRename:
                var pooled = _directory[ImageLayout.Pooled(Shared).ToString()];
                foreach (var place in new[] { path, pooled })
                {
                    await File.WriteAllTextAsync($"{place}.new", wrong);
                    File.Move($"{place}.new", place, overwrite: true);
                }

                break;
        }
    }

    private static async Task WriteInPlaceAsync(string path, string text)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
        await file.WriteAsync(Some.Bytes(text));
    }

    private Store Open(bool dedupe) => Stores.Open(FileSystemDriver.Open(_directory.Path, TimeProvider.System), dedupe);

    private string PathOf(RepositoryName repository) => _directory[$"{repository}/blobs/sha256/{Shared.Encoded}"];
}

using Xunit;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers.FileSystem;
using Zot.Storage.Drivers.Memory;
using Zot.Storage.Scrub;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Scrub;

/// <summary><c>zot scrub --repair</c> on files on disk.</summary>
public sealed class BlobRepairTests : IDisposable
{
    private static readonly RepositoryName App = Some.Repository;
    private static readonly RepositoryName Other = Some.OtherRepository;
    private static readonly RepositoryName Third = RepositoryName.Parse("third");
    private static readonly Digest Layer = Some.Digest("layer");

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Damaged_blob_with_an_intact_duplicate_is_repaired()
    {
        await PushAsync(dedupe: false, App, Other);
        Damage(App);

        var results = await ScrubAsync(repairs: true);

        Assert.Equal(["repaired", "ok"], results.Select(static result => result.Status));
        Assert.Equal((Layer, "bad blob digest"), (results[0].AffectedBlob, results[0].Error));
        Assert.Equal("layer", Read(App));
        Assert.All(await ScrubAsync(repairs: false), static result => Assert.True(result.IsOk));
        Assert.Empty(LeftBehind());
    }

    [Fact]
    public async Task Missing_blob_with_an_intact_duplicate_is_restored()
    {
        await PushAsync(dedupe: true, App, Other);
        File.Delete(PathOf(App));

        Assert.Equal(["repaired", "ok"], (await ScrubAsync(repairs: true)).Select(static result => result.Status));

        Assert.Equal("layer", Read(App));
    }

    [Fact]
    public async Task Hard_links_of_the_damaged_file_are_not_duplicates_and_are_repaired_together()
    {
        // Two repositories and the pool share one file; the third repository has its own.
        await PushAsync(dedupe: true, App, Other);
        await PushAsync(dedupe: false, Third);
        Damage(App);
        Assert.Equal(Read(App), Read(Other));

        Assert.Equal(["repaired", "ok", "ok"], (await ScrubAsync(repairs: true)).Select(static result => result.Status));

        Assert.Equal(("layer", "layer", "layer"), (Read(App), Read(Other), Read(Third)));
        Assert.Equal("layer", File.ReadAllText(Pooled()));
        Assert.Equal(3, FileObjects.Stat(PathOf(Other))!.Value.LinkCount);
        Assert.Empty(LeftBehind());
    }

    [Fact]
    public async Task Damaged_blob_without_an_intact_duplicate_is_quarantined_under_all_its_names()
    {
        await PushAsync(dedupe: true, App, Other);
        Damage(App);
        var damaged = Read(App);

        var results = await ScrubAsync(repairs: true);

        Assert.Equal(["affected", "affected"], results.Select(static result => result.Status));
        Assert.Equal(["bad blob digest, moved to quarantine", "blob not found"], results.Select(static result => result.Error));
        Assert.Equal(damaged, File.ReadAllText(_directory[$"_quarantine/sha256/{Layer.Encoded}"]));
        Assert.False(File.Exists(PathOf(App)) || File.Exists(PathOf(Other)) || File.Exists(Pooled()));
        Assert.Empty(LeftBehind());
    }

    [Fact]
    public async Task Quarantine_keeps_existing_files()
    {
        await PushAsync(dedupe: false, App, Other);
        Damage(App, "one");
        Damage(Other, "two");

        await ScrubAsync(repairs: true);

        Assert.Equal("one", File.ReadAllText(_directory[$"_quarantine/sha256/{Layer.Encoded}"]));
        Assert.Equal("two", File.ReadAllText(_directory[$"_quarantine/sha256/{Layer.Encoded}.1"]));
    }

    [Fact]
    public async Task Quarantined_blob_can_be_pushed_again()
    {
        await PushAsync(dedupe: true, App);
        Damage(App);
        await ScrubAsync(repairs: true);

        await PushAsync(dedupe: true, App);

        Assert.All(await ScrubAsync(repairs: false), static result => Assert.True(result.IsOk));
    }

    [Fact]
    public async Task All_faults_of_an_image_are_repaired_including_the_manifest()
    {
        Digest manifest;
        await using (var store = Open(dedupe: false))
        {
            manifest = (await store.Registry.PushImageAsync(App, "v1")).Digest;
            await store.Registry.PushImageAsync(Other, "v1");
        }

        Damage(App);
        File.WriteAllText(PathOf(App, manifest), "{}");
        File.WriteAllText(PathOf(App, Some.Digest("{}")), "");

        Assert.Equal(["repaired", "ok"], (await ScrubAsync(repairs: true)).Select(static result => result.Status));

        Assert.All(await ScrubAsync(repairs: false), static result => Assert.True(result.IsOk));
    }

    [Fact]
    public async Task Scrub_without_repair_changes_nothing()
    {
        await PushAsync(dedupe: false, App, Other);
        Damage(App);

        Assert.Equal(["affected", "ok"], (await ScrubAsync(repairs: false)).Select(static result => result.Status));

        Assert.Equal("DAMAGE", Read(App));
    }

    [Fact]
    public async Task Unreadable_index_has_a_row_and_the_others_are_checked()
    {
        await PushAsync(dedupe: false, App, Other);
        File.WriteAllText(_directory[$"{App}/index.json"], "{");

        var results = await ScrubAsync(repairs: true);

        Assert.Equal([("affected", App), ("ok", Other)], results.Select(static result => (result.Status, result.Repository)));
        Assert.Contains("index.json", results[0].Error!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("StatAsync", typeof(UnauthorizedAccessException))]
    [InlineData("OpenAsync", typeof(IOException))]
    [InlineData("OpenAsync", typeof(InvalidOperationException))]
    public async Task Unreadable_copy_is_skipped(string operation, Type failure)
    {
        await using var memory = new MemoryDriver(TimeProvider.System);
        var names = new[] { "a", "b", "c" }.Select(RepositoryName.Parse).ToArray();
        await using (var store = Stores.Open(memory, dedupe: false))
        {
            foreach (var name in names)
            {
                await store.Registry.PushImageAsync(name, "v1");
            }
        }

        var layer = Some.Digest("layer");
        await memory.WriteAsync(ImageLayout.Blob(names[0], layer), Some.Bytes("damage"), ImageLayout.Staging(names[0]), durable: false, default);
        var driver = FailingKeyDriver.Create(
            memory,
            (method, key) => method == operation && key == ImageLayout.Blob(names[1], layer) ? (Exception)Activator.CreateInstance(failure)! : null);

        List<ScrubResult> results = [];
        await foreach (var result in OfflineScrub.RunAsync(driver, repairs: true, TimeProvider.System, default))
        {
            results.Add(result);
        }

        Assert.True(results.Single(result => result.Repository == names[0]).IsRepaired);
        Assert.False(results.Single(result => result.Repository == names[1]).IsOk);
        Assert.True(results.Single(result => result.Repository == names[2]).IsOk);
        Assert.Equal(Some.Bytes("layer"), await memory.ReadAsync(ImageLayout.Blob(names[0], layer), default));
    }

    private async Task PushAsync(bool dedupe, params RepositoryName[] repositories)
    {
        await using var store = Open(dedupe);
        foreach (var repository in repositories)
        {
            await store.Registry.PushImageAsync(repository, "v1");
        }
    }

    private async Task<List<ScrubResult>> ScrubAsync(bool repairs)
    {
        await using var driver = FileSystemDriver.Open(_directory.Path, TimeProvider.System);
        List<ScrubResult> results = [];
        await foreach (var result in OfflineScrub.RunAsync(driver, repairs, TimeProvider.System, default))
        {
            results.Add(result);
        }

        return results;
    }

    // Like a failing disk: the content changes, but not the identity of the file.
    private void Damage(RepositoryName repository, string content = "DAMAGE")
    {
        using var file = new FileStream(PathOf(repository), FileMode.Open);
        file.SetLength(0);
        file.Write(Some.Bytes(content));
    }

    private IEnumerable<string> LeftBehind() => Directory.EnumerateFiles(_directory.Path, "*.tmp*", SearchOption.AllDirectories);

    private Store Open(bool dedupe) => Stores.Open(FileSystemDriver.Open(_directory.Path, TimeProvider.System), dedupe);

    private string Read(RepositoryName repository) => File.ReadAllText(PathOf(repository));

    private string PathOf(RepositoryName repository, Digest? digest = null) => _directory[$"{repository}/blobs/sha256/{(digest ?? Layer).Encoded}"];

    private string Pooled() => _directory[$"_blobs/sha256/{Layer.Encoded[..2]}/{Layer.Encoded}"];
}

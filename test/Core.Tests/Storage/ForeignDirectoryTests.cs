using Xunit;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers.FileSystem;
using Zot.Storage.Repositories;
using Zot.Storage.Retention;
using Zot.Testing;

namespace Zot.Core.Tests.Storage;

/// <summary>Symbolic links, and directories of other programs, in the root.</summary>
public sealed class ForeignDirectoryTests : IAsyncDisposable
{
    private static readonly RepositoryName App = RepositoryName.Parse("app");

    private readonly TemporaryDirectory _directory = new();
    private readonly TemporaryDirectory _outside = new();
    private readonly Store _store;

    public ForeignDirectoryTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "symbolic links require a privilege");
        Directory.CreateDirectory(_directory["root"]);
        _store = Stores.Open(FileSystemDriver.Open(_directory["root"], TimeProvider.System));
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _directory.Dispose();
        _outside.Dispose();
    }

    [Theory]
    [InlineData("loop", ".")]
    [InlineData("loop", "..")]
    [InlineData("app/loop", "..")]
    [InlineData("app/loop", "../../root")]
    [InlineData("alias", "app")]
    [InlineData("app/self", "../app")]
    [InlineData("system", "/")]
    public async Task Link_to_a_directory_is_not_followed(string link, string target)
    {
        await _store.Registry.PushImageAsync(App, "v1");
        Directory.CreateSymbolicLink(_directory[$"root/{link}"], target);

        Assert.Equal(["app"], await ListAsync());
        foreach (var name in new[] { link, $"{link}/app", $"{link}/tmp/new" })
        {
            var repository = RepositoryName.Parse(name);
            Assert.Null(await _store.Registry.ListTagsAsync(repository, default));
            Assert.Null(await _store.Registry.ReadBlobAsync(repository, Some.Digest("layer")));
            Assert.Null(await _store.Collector.CollectAsync(
                repository, new(TimeSpan.Zero, TimeSpan.Zero), NoStatistics.Instance, default));
            await RefusedAsync(repository);
        }

        await _store.Registry.PushImageAsync(App, "v2");
        Assert.Equal(["v1", "v2"], (await _store.Registry.ListTagsAsync(App, default))!);
    }

    [Theory]
    [InlineData("blobs")]
    [InlineData("blobs/sha256")]
    [InlineData("blobs/sha512")]
    [InlineData(".uploads")]
    public async Task Repository_whose_directory_is_a_link_is_not_written_to(string directory)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_directory[$"root/app/{directory}"])!);
        Directory.CreateSymbolicLink(_directory[$"root/app/{directory}"], _outside.Path);

        await RefusedAsync(App);

        Assert.Empty(Directory.EnumerateFileSystemEntries(_outside.Path));
    }

    [Fact]
    public async Task Upload_is_not_found_through_a_link_to_its_repository()
    {
        var upload = await _store.Registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);
        Directory.CreateSymbolicLink(_directory["root/alias"], "app");

        Assert.Null(await _store.Registry.FindUploadAsync(RepositoryName.Parse("alias"), upload.Id, default));
    }

    [Theory]
    [InlineData("lost+found")]
    [InlineData("Library")]
    [InlineData("a..b")]
    [InlineData("-x")]
    [InlineData("$RECYCLE.BIN")]
    public async Task Directory_that_cannot_be_a_repository_is_not_entered(string name)
    {
        await _store.Registry.PushImageAsync(App, "v1");
        Directory.CreateDirectory(_directory[$"root/{name}/deep"]);
        Directory.CreateSymbolicLink(_directory[$"root/{name}/app"], "../app");

        Assert.Equal(["app"], await ListAsync());
    }

    [Fact]
    public async Task Unreadable_directory_is_reported_and_the_others_are_listed()
    {
        await _store.Registry.PushImageAsync(App, "v1");
        await using var store = Stores.Open(UnreadableDriver.Create(_store.Driver, "locked"));
        Directory.CreateDirectory(_directory["root/locked"]);
        await _store.Registry.PushImageAsync(RepositoryName.Parse("other"), "v1");

        Assert.Equal(["app", "other"], await store.Registry.ListAsync());
    }

    private async Task RefusedAsync(RepositoryName repository) => Assert.Equal(
        RegistryError.NameInvalid,
        (await Assert.ThrowsAsync<RegistryException>(async () => await _store.Registry.PushImageAsync(repository, "v1"))).Error);

    // Uses a new catalog, because the list of the store may be some seconds old.
    private async Task<IEnumerable<string>> ListAsync() =>
        (await new Catalog(new StoreContext(
            _store.Driver, Durable: false, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, TimeProvider.System, default))
            .GetAsync(default)).Select(static name => name.ToString());
}

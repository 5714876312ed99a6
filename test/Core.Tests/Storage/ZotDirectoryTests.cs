using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Configuration.Storage;
using Zot.Registry;
using Zot.Storage.Content;
using Zot.Testing;

namespace Zot.Core.Tests.Storage;

/// <summary>A directory written by zot, including files that only zot uses, is served unchanged.</summary>
public sealed class ZotDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Directory_of_zot_is_served_unchanged()
    {
        var image = WriteRepository("team/app");
        WriteRepository("team/app/nested");
        Write("cache.db", "bolt");
        Write("_trivy/db/metadata.json", "{}");
        Write("team/app/.sync/x/index.json", "{}");
        Write("not-a-repository/index.json", "{}");
        Write("UpperCase/oci-layout", "{}");
        await using var store = await OpenAsync();

        Assert.Equal(["team/app", "team/app/nested"], await store.Registry.ListAsync());
        Assert.Equal(["v1"], (await store.Registry.ListTagsAsync(RepositoryName.Parse("team/app"), default))!);
        Assert.Equal(image, await store.Registry.ResolveAsync(RepositoryName.Parse("team/app"), "v1"));
        await store.Registry.PushImageAsync(RepositoryName.Parse("team/app"), "v2", "layer 2");
        Assert.Equal(["v1", "v2"], (await store.Registry.ListTagsAsync(RepositoryName.Parse("team/app"), default))!);
    }

    [Fact]
    public async Task Repository_copied_in_while_running_is_served()
    {
        var time = new ManualTime();
        await using var store = await OpenAsync(time);
        Assert.Empty(await store.Registry.ListAsync());
        Assert.False(await store.Registry.HasRepositoryAsync(RepositoryName.Parse("team/app"), default));

        WriteRepository("team/app");
        time.Advance(TimeSpan.FromSeconds(3));

        Assert.True(await store.Registry.HasRepositoryAsync(RepositoryName.Parse("team/app"), default));
        Assert.Equal(["team/app"], await store.Registry.ListAsync());
    }

    [Fact]
    public async Task Repository_without_manifests_is_served()
    {
        Write("empty/oci-layout", """{"imageLayoutVersion":"1.0.0"}""");
        Write("empty/index.json", """{"schemaVersion":2,"manifests":null}""");
        Directory.CreateDirectory(_directory["empty/blobs"]);
        await using var store = await OpenAsync();

        Assert.Empty((await store.Registry.ListTagsAsync(RepositoryName.Parse("empty"), default))!);
    }

    [Fact]
    public async Task New_repository_has_the_layout_of_zot()
    {
        await using var store = await OpenAsync();

        await store.Registry.StartUploadAsync(Some.Repository, DigestAlgorithm.Sha256, default);

        Assert.Equal("""{"imageLayoutVersion":"1.0.0"}""", await File.ReadAllTextAsync(_directory["library/app/oci-layout"]));
        Assert.Equal("""{"schemaVersion":2,"manifests":null}""", await File.ReadAllTextAsync(_directory["library/app/index.json"]));
        Assert.True(Directory.Exists(_directory["library/app/blobs"]));
        Assert.Single(Directory.EnumerateFiles(_directory["library/app/.uploads"]));
    }

    [Fact]
    public async Task Sub_path_contains_the_repositories_of_its_route_under_their_full_names()
    {
        var options = new StorageOptions
        {
            RootDirectory = _directory["default"],
            SubPaths = new Dictionary<string, StorageOptions> { ["/a"] = new() { RootDirectory = _directory["sub"] } },
        };
        await using var store = await ContentStore.OpenAsync(options, NullLoggerFactory.Instance, TimeProvider.System, default);

        foreach (var name in new[] { "a", "a/x", "b/x" })
        {
            await store.Registry.PushImageAsync(RepositoryName.Parse(name), "v1");
        }

        Assert.True(File.Exists(_directory["default/a/index.json"]));
        Assert.True(File.Exists(_directory["sub/a/x/index.json"]));
        Assert.True(File.Exists(_directory["default/b/x/index.json"]));
        Assert.Equal(["a", "a/x", "b/x"], await store.Registry.ListAsync());
        Assert.Null(await store.Registry.MountBlobAsync(
            new BlobMount(RepositoryName.Parse("a/y"), Some.Digest("layer"), RepositoryName.Parse("b/x"), static _ => true), default));
    }

    private Task<ContentStore> OpenAsync(TimeProvider? time = null) => ContentStore.OpenAsync(
        new StorageOptions { RootDirectory = _directory.Path }, NullLoggerFactory.Instance, time ?? TimeProvider.System, default);

    private Digest WriteRepository(string name)
    {
        var manifest = Some.Image(layers: [Some.Layer("layer")]);
        var digest = Some.Digest(manifest);
        Write($"{name}/oci-layout", """{"imageLayoutVersion":"1.0.0"}""");
        Write($"{name}/index.json", $$$"""{"schemaVersion":2,"manifests":[{"mediaType":"{{{MediaTypes.OciManifest}}}","digest":"{{{digest}}}","size":{{{manifest.Length}}},"annotations":{"org.opencontainers.image.ref.name":"v1"}}]}""");
        Write($"{name}/blobs/sha256/{digest.Encoded}", System.Text.Encoding.UTF8.GetString(manifest));
        Write($"{name}/blobs/sha256/{Some.Digest("layer").Encoded}", "layer");
        Write($"{name}/blobs/sha256/{Some.Digest("{}").Encoded}", "{}");
        return digest;
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_directory[path])!);
        File.WriteAllText(_directory[path], text);
    }
}

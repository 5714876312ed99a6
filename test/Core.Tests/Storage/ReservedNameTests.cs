using Xunit;
using Zot.Registry;
using Zot.Storage.Drivers.FileSystem;
using Zot.Testing;

namespace Zot.Core.Tests.Storage;

/// <summary>Repository names that collide with files or directories of the layout.</summary>
public sealed class ReservedNameTests : IDisposable
{
    private static readonly string[] Reserved =
        ["index.json", "oci-layout", "blobs", "cache.db", "meta.db", "hardlinkcheck.txt", "duphardlinkcheck.txt"];

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string, bool> Names()
    {
        TheoryData<string, bool> all = [];
        foreach (var form in new[] { "{0}", "{0}/x", "x/{0}", "x/{0}/y", "x/y/{0}" })
        {
            foreach (var name in Reserved)
            {
                all.Add(form.Replace("{0}", name, StringComparison.Ordinal), true);
                all.Add(form.Replace("{0}", name, StringComparison.Ordinal), false);
            }
        }

        return all;
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Push_to_a_reserved_name_is_name_invalid_and_does_not_affect_others(string text, bool comesFirst)
    {
        var (reserved, outer) = (RepositoryName.Parse(text), RepositoryName.Parse("x"));
        await using var store = Stores.Open(FileSystemDriver.Open(_directory.Path, TimeProvider.System));
        if (!comesFirst)
        {
            await store.Registry.PushImageAsync(outer, "v1");
        }

        await RefusedAsync(async () => await store.Registry.StartUploadAsync(reserved, DigestAlgorithm.Sha256, default));
        await RefusedAsync(async () => await store.Registry.PushManifestAsync(reserved, "v1", Some.Image(layers: [Some.Layer("absent")])));
        await store.Registry.PushImageAsync(outer, "v1");
        await RefusedAsync(async () => await store.Registry.MountBlobAsync(
            new BlobMount(reserved, Some.Digest("layer"), outer, static _ => true), default));
        Assert.Null(await store.Registry.ListTagsAsync(reserved, default));
        Assert.Null(await store.Registry.FindUploadAsync(reserved, UploadId.Create(), default));

        await store.Registry.PushImageAsync(outer, "v2");
        Assert.Equal(["v1", "v2"], (await store.Registry.ListTagsAsync(outer, default))!);
        Assert.Equal(["x"], await store.Registry.ListAsync());
    }

    [Theory]
    [InlineData("x/index.json")]
    [InlineData("x/oci-layout")]
    public async Task Push_is_name_invalid_if_a_directory_occupies_a_file_of_the_layout(string directory)
    {
        Directory.CreateDirectory(_directory[directory]);
        await using var store = Stores.Open(FileSystemDriver.Open(_directory.Path, TimeProvider.System));

        await RefusedAsync(async () => await store.Registry.StartUploadAsync(RepositoryName.Parse("x"), DigestAlgorithm.Sha256, default));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("x/blobs")]
    [InlineData("x/.uploads")]
    public async Task Push_is_name_invalid_if_a_file_occupies_a_directory_of_the_layout(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_directory[file])!);
        await File.WriteAllTextAsync(_directory[file], "");
        await using var store = Stores.Open(FileSystemDriver.Open(_directory.Path, TimeProvider.System));

        foreach (var name in file == "x" ? new[] { "x", "x/y" } : ["x"])
        {
            await RefusedAsync(async () => await store.Registry.StartUploadAsync(RepositoryName.Parse(name), DigestAlgorithm.Sha256, default));
        }
    }

    private static async Task RefusedAsync(Func<Task> push) =>
        Assert.Equal(RegistryError.NameInvalid, (await Assert.ThrowsAsync<RegistryException>(push)).Error);
}

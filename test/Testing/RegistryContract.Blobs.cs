using Zot.Registry;

namespace Zot.Testing;

public abstract partial class RegistryContract
{
    [Fact]
    public async Task Blob_referenced_by_a_manifest_has_its_media_type()
    {
        var registry = CreateRegistry();
        await registry.PushBlobsAsync(App, "{}", "layer", "loose");
        Assert.Equal(MediaTypes.OctetStream, (await registry.FindBlobAsync(App, Some.Digest("layer"), default))!.MediaType);

        var image = await registry.PushImageAsync(App, "v1");

        Assert.Equal(Some.Layer("layer").MediaType, (await registry.FindBlobAsync(App, Some.Digest("layer"), default))!.MediaType);
        Assert.Equal(MediaTypes.OciConfig, (await registry.FindBlobAsync(App, Some.Digest("{}"), default))!.MediaType);
        Assert.Equal(MediaTypes.OciManifest, (await registry.FindBlobAsync(App, image.Digest, default))!.MediaType);
        Assert.Equal(MediaTypes.OctetStream, (await registry.FindBlobAsync(App, Some.Digest("loose"), default))!.MediaType);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(200_000)]
    public async Task Blob_is_read_from_any_offset(int length)
    {
        var registry = CreateRegistry();
        var content = Some.Bytes(length);
        var stored = await registry.PushBlobAsync(App, content);
        await using var blob = (await registry.OpenBlobAsync(App, stored.Digest, default))!;
        var buffer = new byte[10];

        Assert.Equal(10, await blob.ReadAsync(length - 10, buffer, default));
        Assert.Equal(content[^10..], buffer);
        Assert.Equal(0, await blob.ReadAsync(length, buffer, default));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(200_000)]
    public async Task Blob_deleted_while_open_remains_readable(int length)
    {
        var registry = CreateRegistry();
        var content = Some.Bytes(length);
        var stored = await registry.PushBlobAsync(App, content);
        await using var blob = (await registry.OpenBlobAsync(App, stored.Digest, default))!;

        Assert.True(await registry.DeleteBlobAsync(App, stored.Digest, default));
        var buffer = new byte[length];
        for (var filled = 0; filled < length;)
        {
            var read = await blob.ReadAsync(filled, buffer.AsMemory(filled), default);
            Assert.NotEqual(0, read);
            filled += read;
        }

        Assert.Equal(content, buffer);
        Assert.Null(await registry.OpenBlobAsync(App, stored.Digest, default));
    }

    [Fact]
    public async Task DeleteBlob_of_a_referenced_blob_is_rejected()
    {
        var registry = CreateRegistry();
        var image = await registry.PushImageAsync(App, "v1");

        foreach (var digest in new[] { Some.Digest("layer"), Some.Digest("{}"), image.Digest })
        {
            await Refusal.IsAsync(RegistryError.StillReferenced, async () => await registry.DeleteBlobAsync(App, digest, default));
        }

        await registry.DeleteManifestAsync(App, Reference.To(image.Digest), default);
        Assert.True(await registry.DeleteBlobAsync(App, Some.Digest("layer"), default));
        Assert.False(await registry.DeleteBlobAsync(App, Some.Digest("layer"), default));
    }

    [Fact]
    public async Task DeleteBlob_of_a_shared_blob_keeps_it_in_the_other_repository()
    {
        var registry = CreateRegistry();
        await registry.PushBlobsAsync(App, "shared");
        await registry.PushBlobsAsync(Other, "shared");

        Assert.True(await registry.DeleteBlobAsync(App, Some.Digest("shared"), default));

        Assert.Null(await registry.FindBlobAsync(App, Some.Digest("shared"), default));
        Assert.Equal(Some.Bytes("shared"), await registry.ReadBlobAsync(Other, Some.Digest("shared")));
    }

    [Fact]
    public async Task MountBlob_from_a_readable_repository_succeeds()
    {
        var registry = CreateRegistry();
        await registry.PushBlobsAsync(App, "shared");

        var mounted = await registry.MountBlobAsync(new BlobMount(Other, Some.Digest("shared"), App, static _ => true), default);

        Assert.Equal(Some.Digest("shared"), mounted!.Digest);
        Assert.Equal(Some.Bytes("shared"), await registry.ReadBlobAsync(Other, Some.Digest("shared")));
        Assert.True(await registry.DeleteBlobAsync(App, Some.Digest("shared"), default));
        Assert.NotNull(await registry.FindBlobAsync(Other, Some.Digest("shared"), default));
    }

    [Fact]
    public async Task MountBlob_of_a_missing_or_unreadable_blob_returns_null()
    {
        var registry = CreateRegistry();
        await registry.PushBlobsAsync(App, "shared");
        var (shared, absent) = (Some.Digest("shared"), Some.Digest("absent"));

        Assert.Null(await registry.MountBlobAsync(new BlobMount(Other, shared, App, static _ => false), default));
        Assert.Null(await registry.MountBlobAsync(new BlobMount(Other, shared, From: null, static _ => false), default));
        Assert.Null(await registry.MountBlobAsync(new BlobMount(Other, absent, App, static _ => true), default));
        Assert.Null(await registry.MountBlobAsync(new BlobMount(Other, absent, From: null, static _ => true), default));
        Assert.Null(await registry.MountBlobAsync(new BlobMount(Other, shared, RepositoryName.Parse("nowhere"), static _ => true), default));
        Assert.False(await registry.HasRepositoryAsync(Other, default));
    }
}

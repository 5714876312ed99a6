using Zot.Registry;

namespace Zot.Testing;

public abstract partial class RegistryContract
{
    [Fact]
    public async Task PushManifest_by_tag_stores_the_exact_bytes()
    {
        var registry = CreateRegistry();
        await registry.PushBlobsAsync(App, "{}", "layer");
        var content = Some.Image(layers: [Some.Layer("layer")]);

        var stored = await registry.PushManifestAsync(App, "v1", content);

        Assert.Equal(new Descriptor(MediaTypes.OciManifest, Some.Digest(content), content.Length), stored);
        foreach (var reference in new[] { Reference.To(Some.Tag), Reference.To(stored.Digest) })
        {
            var manifest = (await registry.GetManifestAsync(App, reference, default))!;
            Assert.Equal(stored, manifest.Descriptor);
            Assert.Equal(content, manifest.Content.ToArray());
            Assert.Equal(stored, await registry.FindManifestAsync(App, reference, default));
        }
    }

    [Theory]
    [InlineData("sha256")]
    [InlineData("sha384")]
    [InlineData("sha512")]
    public async Task PushManifest_by_digest_moves_only_the_tags_of_the_push(string algorithm)
    {
        var registry = CreateRegistry();
        await registry.PushBlobsAsync(App, "{}");
        var (content, digest) = (Some.Image(), Some.Digest(Some.Image(), DigestAlgorithm.Find(algorithm)));
        var push = new ManifestPush(App, Reference.To(digest), MediaTypes.OciManifest, content);

        await registry.PushManifestAsync(push, default);
        Assert.Empty((await registry.ListTagsAsync(App, default))!);
        await registry.PushManifestAsync(push with { Tags = [Tag.Parse("b"), Tag.Parse("a"), Tag.Parse("b")] }, default);

        Assert.Equal(["a", "b"], (await registry.ListTagsAsync(App, default))!);
        Assert.Equal(digest, await registry.ResolveAsync(App, "a"));
        Assert.Equal(content, (await registry.GetManifestAsync(App, Reference.To(digest), default))!.Content.ToArray());
    }

    [Fact]
    public async Task PushManifest_denied_at_the_commit_point_changes_nothing()
    {
        var registry = CreateRegistry();
        var former = await registry.PushImageAsync(App, "v1");
        await registry.PushBlobsAsync(App, "other");
        var content = Some.Image(layers: [Some.Layer("other")]);
        var call = new FixedCall(RegistryError.Denied.With("name", App));
        var push = new ManifestPush(App, Reference.To(Tag.Parse("v1")), MediaTypes.OciManifest, content) { Call = call };

        await Refusal.IsAsync(RegistryError.Denied, async () => await registry.PushManifestAsync(push, default));

        Assert.Equal(former.Digest, await registry.ResolveAsync(App, "v1"));
        Assert.Null(await registry.FindManifestAsync(App, Reference.To(Some.Digest(content)), default));
    }

    [Fact]
    public async Task PushManifest_is_authorized_by_the_tags_that_exist_at_the_commit_point()
    {
        var registry = CreateRegistry();
        await registry.PushImageAsync(App, "old");
        var content = Some.Image(layers: [Some.Layer("layer")]);
        var call = new FixedCall();
        var push = new ManifestPush(App, Reference.To(Some.Digest(content)), MediaTypes.OciManifest, content)
        {
            Tags = [Tag.Parse("old"), Tag.Parse("new")],
            Call = call,
        };

        await registry.PushManifestAsync(push, default);

        Assert.Equal([("old", true), ("new", false)], call.Tags);
    }

    [Fact]
    public async Task PushManifest_with_another_digest_is_rejected()
    {
        var registry = CreateRegistry();
        await registry.PushBlobsAsync(App, "{}");

        await Refusal.IsAsync(RegistryError.DigestInvalid, async () => await registry.PushManifestAsync(
            new ManifestPush(App, Reference.To(Some.Digest("other")), MediaTypes.OciManifest, Some.Image()), default));
    }

    [Fact]
    public async Task PushManifest_of_invalid_content_is_rejected()
    {
        var registry = CreateRegistry();

        await Refusal.IsAsync(RegistryError.ManifestInvalid, () => registry.PushManifestAsync(App, "v1", Some.Bytes("{}")));

        Assert.Null(await registry.ResolveAsync(App, "v1"));
    }

    public static TheoryData<string, string> Incomplete { get; } = new()
    {
        { "layer", MediaTypes.OciManifest },
        { "config", MediaTypes.OciManifest },
        { "layer", MediaTypes.DockerManifest },
        { "config", MediaTypes.DockerManifest },
        { "manifest", MediaTypes.OciIndex },
        { "manifest", MediaTypes.DockerList },
    };

    [Theory]
    [MemberData(nameof(Incomplete))]
    public async Task PushManifest_with_missing_content_is_rejected_with_its_digest(string what, string mediaType)
    {
        var registry = CreateRegistry();
        await registry.PushBlobsAsync(App, "{}", "layer");
        await registry.PushBlobsAsync(Other, "absent");
        var content = what switch
        {
            "layer" => Some.Image(layers: [Some.Layer("layer"), Some.Layer("absent")], mediaType: mediaType),
            "config" => Some.Image(config: Some.Config("absent"), layers: [Some.Layer("layer")], mediaType: mediaType),
            _ => Some.Index([Some.Layer("absent", MediaTypes.OciManifest)], mediaType: mediaType),
        };

        var refusal = await Refusal.IsAsync(
            RegistryError.ManifestBlobUnknown, () => registry.PushManifestAsync(App, "v1", content, mediaType));

        Assert.Equal(Some.Digest("absent").ToString(), refusal.Detail.Value);
        Assert.Null(await registry.ResolveAsync(App, "v1"));
    }

    [Fact]
    public async Task PushManifest_with_external_content_is_accepted()
    {
        var registry = CreateRegistry();
        await registry.PushBlobsAsync(App, "{}");
        var foreign = Some.Layer("absent", "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip");
        var artifact = new Descriptor("application/vnd.example.config", Some.Digest("absent"), 1);

        await registry.PushManifestAsync(App, "foreign-layer", Some.Image(layers: [foreign]));
        await registry.PushManifestAsync(App, "artifact", Some.Image(config: artifact, layers: [Some.Layer("absent")]));

        Assert.Equal(["artifact", "foreign-layer"], (await registry.ListTagsAsync(App, default))!);
    }

    [Fact]
    public async Task PushManifest_to_an_existing_tag_moves_it_and_keeps_the_former_manifest()
    {
        var registry = CreateRegistry();
        var before = await registry.PushImageAsync(App, "v1", "before");

        var after = await registry.PushImageAsync(App, "v1", "after");

        Assert.Equal(after.Digest, await registry.ResolveAsync(App, "v1"));
        Assert.Equal(["v1"], (await registry.ListTagsAsync(App, default))!);
        Assert.NotNull(await registry.GetManifestAsync(App, Reference.To(before.Digest), default));
    }

    [Fact]
    public async Task DeleteManifest_of_a_shared_digest_is_rejected_on_request_and_changes_nothing()
    {
        var registry = CreateRegistry();
        var image = await registry.PushImageAsync(App, "v1");
        var wish = new ManifestDelete(App, Reference.To(image.Digest), RefusesSharedDigest: true);
        await registry.PushImageAsync(App, "v2");

        await Refusal.IsAsync(RegistryError.ManifestCollision, async () => await registry.DeleteManifestAsync(wish, default));
        Assert.NotNull(await registry.FindManifestAsync(App, Reference.To(Some.Tag), default));
        Assert.True(await registry.DeleteManifestAsync(App, Reference.To(Tag.Parse("v2")), default));
        Assert.True(await registry.DeleteManifestAsync(wish, default));
    }

    [Fact]
    public async Task DeleteManifest_by_tag_keeps_the_other_tags_and_the_manifest()
    {
        var registry = CreateRegistry();
        var image = await registry.PushImageAsync(App, "v1");
        await registry.PushImageAsync(App, "v2");

        Assert.True(await registry.DeleteManifestAsync(App, Reference.To(Some.Tag), default));
        Assert.False(await registry.DeleteManifestAsync(App, Reference.To(Some.Tag), default));
        Assert.Equal(image.Digest, await registry.ResolveAsync(App, "v2"));
        Assert.True(await registry.DeleteManifestAsync(App, Reference.To(Tag.Parse("v2")), default));

        Assert.Empty((await registry.ListTagsAsync(App, default))!);
        Assert.NotNull(await registry.GetManifestAsync(App, Reference.To(image.Digest), default));
    }

    [Fact]
    public async Task DeleteManifest_by_digest_removes_its_tags_and_its_bytes()
    {
        var registry = CreateRegistry();
        var image = await registry.PushImageAsync(App, "v1");
        await registry.PushImageAsync(App, "v2");
        await registry.PushImageAsync(App, "v3", "another");

        Assert.True(await registry.DeleteManifestAsync(App, Reference.To(image.Digest), default));
        Assert.False(await registry.DeleteManifestAsync(App, Reference.To(image.Digest), default));

        Assert.Equal(["v3"], (await registry.ListTagsAsync(App, default))!);
        Assert.Null(await registry.GetManifestAsync(App, Reference.To(image.Digest), default));
        Assert.Null(await registry.FindBlobAsync(App, image.Digest, default));
        await registry.PushImageAsync(App, "v1");
        Assert.Equal(image.Digest, await registry.ResolveAsync(App, "v1"));
    }

    [Fact]
    public async Task DeleteManifest_of_a_listed_manifest_is_rejected_by_digest_only()
    {
        var registry = CreateRegistry();
        var image = await registry.PushImageAsync(App, "v1");
        var index = await registry.PushManifestAsync(App, "all", Some.Index([image]), MediaTypes.OciIndex);

        await Refusal.IsAsync(
            RegistryError.StillReferenced, async () => await registry.DeleteManifestAsync(App, Reference.To(image.Digest), default));
        Assert.True(await registry.DeleteManifestAsync(App, Reference.To(Some.Tag), default));
        Assert.True(await registry.DeleteManifestAsync(App, Reference.To(index.Digest), default));

        Assert.True(await registry.DeleteManifestAsync(App, Reference.To(image.Digest), default));
    }
}

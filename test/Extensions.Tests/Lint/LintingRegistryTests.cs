#if EXT_LINT
using FsCheck;
using FsCheck.Fluent;
using Moq;
using Xunit;
using Zot.Extensions.Lint;
using Zot.Extensions.Tests.Support;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Extensions.Tests.Lint;

public sealed class LintingRegistryTests
{
    private const string Source = "org.opencontainers.image.source";
    private const string Licenses = "org.opencontainers.image.licenses";

    private readonly IRegistry _content = MemoryRegistry.Create();
    private readonly LintingRegistry _registry;

    public LintingRegistryTests() => _registry = new LintingRegistry(_content, [Source, Licenses]);

    [Theory]
    [InlineData($"{Source} {Licenses}", "")]
    [InlineData("", $"{Source} {Licenses}")]
    [InlineData(Source, Licenses)]
    [InlineData($"{Source} other", $"{Source} {Licenses} other")]
    public async Task Image_with_all_annotations_is_stored(string annotations, string labels)
    {
        var manifest = await ManifestAsync(annotations, labels);

        await _registry.PushManifestAsync(Some.Repository, "v1", manifest);

        Assert.Equal(Some.Digest(manifest), await _content.ResolveAsync(Some.Repository, "v1"));
    }

    [Theory]
    [InlineData("", "", $"{Source} {Licenses}")]
    [InlineData(Source, "", Licenses)]
    [InlineData("", Licenses, Source)]
    [InlineData("ORG.opencontainers.image.source", Licenses, Source)]
    public async Task Image_without_some_annotations_is_rejected_with_the_missing_ones(string annotations, string labels, string missing)
    {
        var manifest = await ManifestAsync(annotations, labels);

        var refusal = await Refusal.IsAsync(RegistryError.LintFailed, () => _registry.PushManifestAsync(Some.Repository, "v1", manifest));

        Assert.Equal((400, "MANIFEST_INVALID", "manifest invalid"), (refusal.Error.Status, refusal.Error.Code, refusal.Error.Message));
        Assert.Equal(("reference", "v1"), (refusal.Detail.Key, refusal.Detail.Value));
        Assert.Equal("missingAnnotations", refusal.Detail.More?.Key);
        Assert.StartsWith("\nlinter:", refusal.Detail.More?.Value, StringComparison.Ordinal);
        Assert.Contains(Some.Digest(manifest).ToString(), refusal.Detail.More?.Value, StringComparison.Ordinal);
        Assert.Contains(Some.Digest(ConfigOf(labels)).ToString(), refusal.Detail.More?.Value, StringComparison.Ordinal);
        Assert.EndsWith($"[{missing}]", refusal.Detail.More?.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{'config':{'Labels':{'S':'','L':''}},'Config':{'Labels':{}}}")]
    [InlineData("{'config':{'Labels':{'S':'','L':''}},'config':{}}")]
    [InlineData("{'config':{},'Config':{'Labels':{'S':'','L':''}}}")]
    [InlineData("{'config':{},'config':{'Labels':{'S':'','L':''}}}")]
    [InlineData("{'config':{'labels':{},'Labels':{'S':'','L':''}}}")]
    [InlineData("{'config':{'Labels':{'S':'','L':''},'labels':{}}}")]
    [InlineData("{'config':{'Labels':{'S':'','L':''},'Label\u017f':{}}}")]
    [InlineData("{'config':{'Labels':{'\\ud800':''}}}")]
    [InlineData("{'\\ud800':{'\\udfff':{}}}")]
    [InlineData("{'config':{'Labels':null}}")]
    [InlineData("{'config':{'Labels':[null]}}")]
    [InlineData("{'config':null}")]
    [InlineData("[null]")]
    public async Task Image_with_ambiguous_or_invalid_labels_is_rejected(string json)
    {
        var config = Some.Bytes(json.Replace('\'', '"')
            .Replace("\"S\"", $"\"{Source}\"", StringComparison.Ordinal).Replace("\"L\"", $"\"{Licenses}\"", StringComparison.Ordinal));
        var manifest = SomeImage.Manifest(await _content.PushConfigAsync(config), []);

        await Refusal.IsAsync(RegistryError.LintFailed, () => _registry.PushManifestAsync(Some.Repository, "v1", manifest));
    }

    [Theory]
    [InlineData("Annotations")]
    [InlineData("ANNOTATIONS")]
    [InlineData("annotation\u017f")]
    public async Task Manifest_with_annotations_in_two_cases_is_rejected(string name)
    {
        var manifest = await ManifestAsync($"{Source} {Licenses}", "");
        var twice = Some.Bytes($"{{\"{name}\":{{}},{System.Text.Encoding.UTF8.GetString(manifest)[1..]}");

        await Refusal.IsAsync(RegistryError.ManifestInvalid, () => _registry.PushManifestAsync(Some.Repository, "v1", twice));
    }

    [Fact]
    public async Task Rejected_push_does_not_move_the_tag()
    {
        var old = await _registry.PushManifestAsync(Some.Repository, "v1", await ManifestAsync($"{Source} {Licenses}", ""));
        var broken = SomeImage.Manifest(await _content.PushConfigAsync(Some.Bytes("no JSON")), [Source]);

        await Refusal.IsAsync(
            RegistryError.LintFailed, async () => await _registry.PushManifestAsync(Some.Repository, "v1", await ManifestAsync("", "")));
        await Refusal.IsAsync(RegistryError.LintFailed, () => _registry.PushManifestAsync(Some.Repository, "v1", broken));

        Assert.Equal(old.Digest, await _content.ResolveAsync(Some.Repository, "v1"));
        Assert.Null(await _content.FindManifestAsync(Some.Repository, Reference.To(Some.Digest(broken)), default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("""{"config":null}""")]
    [InlineData("""{"config":{"Labels":[]}}""")]
    public async Task Image_with_an_invalid_config_is_checked_by_annotations_only(string config)
    {
        var pushed = await _content.PushConfigAsync(Some.Bytes(config));

        await Refusal.IsAsync(
            RegistryError.LintFailed, () => _registry.PushManifestAsync(Some.Repository, "v1", SomeImage.Manifest(pushed, [Source])));
        await _registry.PushManifestAsync(Some.Repository, "v1", SomeImage.Manifest(pushed, [Source, Licenses]));
    }

    [Fact]
    public async Task Image_with_a_too_long_config_is_rejected_with_the_limit()
    {
        var config = await _content.PushConfigAsync(new byte[ConfigLabels.MaxConfigLength + 1]);

        var refusal = await Refusal.IsAsync(
            RegistryError.LintFailed, () => _registry.PushManifestAsync(Some.Repository, "v1", SomeImage.Manifest(config, [])));

        Assert.Contains("4194304 bytes", refusal.Detail.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Image_with_a_missing_config_is_rejected_like_by_the_inner_registry()
    {
        var manifest = SomeImage.Manifest(Some.Config("absent"), []);

        await Refusal.IsAsync(RegistryError.ManifestBlobUnknown, () => _registry.PushManifestAsync(Some.Repository, "v1", manifest));
        await Refusal.IsAsync(RegistryError.ManifestBlobUnknown, () => _content.PushManifestAsync(Some.Repository, "v1", manifest));
    }

    [Fact]
    public async Task Digest_mismatch_is_rejected_as_such()
    {
        var push = new ManifestPush(
            Some.Repository, Reference.To(Some.Digest("other")), MediaTypes.OciManifest, await ManifestAsync("", ""));

        await Refusal.IsAsync(RegistryError.DigestInvalid, async () => await _registry.PushManifestAsync(push, default));
    }

    [Theory]
    [InlineData("application/vnd.dev.cosign.artifact.sig.v1+json")]
    [InlineData("application/vnd.dev.sigstore.bundle.v0.3+json")]
    [InlineData("application/vnd.cncf.notary.signature")]
    public async Task Signature_is_stored(string artifactType)
    {
        var empty = await _content.PushConfigAsync(Some.Bytes("{}"), MediaTypes.OciEmpty);
        var typed = await _content.PushConfigAsync(Some.Bytes("{}"), artifactType);

        await _registry.PushManifestAsync(Some.Repository, null, SomeImage.Manifest(empty, [], artifactType));
        await _registry.PushManifestAsync(Some.Repository, null, SomeImage.Manifest(typed, []));
    }

    [Theory]
    [InlineData(true, "sha256-abc.sig")]
    [InlineData(false, "sha256-abc.sig", "latest")]
    [InlineData(false, "sha256-abc.att")]
    [InlineData(false)]
    public async Task Push_is_a_signature_only_if_all_its_tags_are(bool accepted, params string[] tags)
    {
        var manifest = await ManifestAsync("", "");
        var push = new ManifestPush(Some.Repository, Reference.To(Some.Digest(manifest)), MediaTypes.OciManifest, manifest)
        {
            Tags = [.. tags.Select(Tag.Parse)],
        };

        if (accepted)
        {
            await _registry.PushManifestAsync(push, default);
        }
        else
        {
            await Refusal.IsAsync(RegistryError.LintFailed, async () => await _registry.PushManifestAsync(push, default));
        }
    }

    [Fact]
    public async Task Artifact_is_checked_like_an_image()
    {
        var config = await _content.PushConfigAsync(Some.Bytes("{}"), MediaTypes.OciEmpty);

        await Refusal.IsAsync(
            RegistryError.LintFailed,
            () => _registry.PushManifestAsync(Some.Repository, null, SomeImage.Manifest(config, [], "application/vnd.example.sbom")));
    }

    [Fact]
    public async Task Index_and_Docker_manifest_are_not_checked()
    {
        var config = await _content.PushConfigAsync(Some.Bytes("{}"));

        await _registry.PushManifestAsync(Some.Repository, "index", Some.Index([]), MediaTypes.OciIndex);
        await _registry.PushManifestAsync(
            Some.Repository, "docker", Some.Image(config, mediaType: MediaTypes.DockerManifest), MediaTypes.DockerManifest);
    }

    [Fact]
    public async Task Config_is_not_read_if_all_annotations_exist()
    {
        var inner = new Mock<IRegistry>(MockBehavior.Strict);
        inner.Setup(registry => registry.PushManifestAsync(It.IsAny<ManifestPush>(), default)).ReturnsAsync(new PushedManifest(Some.Config(), null));

        await new LintingRegistry(inner.Object, [Source])
            .PushManifestAsync(Some.Repository, "v1", SomeImage.Manifest(Some.Config("absent"), [Source]));
    }

    [Fact]
    public void Image_is_stored_if_each_key_is_an_annotation_or_label()
    {
        var keys = Gen.Elements("a", "b", "c", "d", "e").ListOf().Select(static list => list.Distinct().ToList()).ToArbitrary();
        Check.QuickThrowOnFailure(Prop.ForAll(keys, keys, keys, (mandatory, annotations, labels) =>
        {
            var expected = mandatory.TrueForAll(key => annotations.Contains(key) || labels.Contains(key));
            return IsStoredAsync(mandatory, annotations, labels).GetAwaiter().GetResult() == expected;
        }));
    }

    private async Task<bool> IsStoredAsync(List<string> mandatory, List<string> annotations, List<string> labels)
    {
        var manifest = SomeImage.Manifest(await _content.PushConfigAsync(SomeImage.Config(labels)), annotations);
        try
        {
            await new LintingRegistry(_content, mandatory).PushManifestAsync(Some.Repository, "v1", manifest);
            return true;
        }
        catch (RegistryException refusal) when (refusal.Error == RegistryError.LintFailed)
        {
            return false;
        }
    }

    private async Task<byte[]> ManifestAsync(string annotations, string labels) =>
        SomeImage.Manifest(await _content.PushConfigAsync(ConfigOf(labels)), Words(annotations));

    private static byte[] ConfigOf(string labels) => SomeImage.Config(Words(labels));

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
#endif

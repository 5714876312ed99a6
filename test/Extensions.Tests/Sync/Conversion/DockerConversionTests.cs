#if EXT_SYNC
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Zot.Extensions.Sync.Conversion;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Extensions.Tests.Sync.Conversion;

public sealed class DockerConversionTests
{
    private const string Hash = "sha256:0000000000000000000000000000000000000000000000000000000000000000";
    private const string OtherHash = "sha256:1111111111111111111111111111111111111111111111111111111111111111";
    private const string NewHash = "sha256:2222222222222222222222222222222222222222222222222222222222222222";

    private static readonly Descriptor Converted = new(MediaTypes.OciManifest, Digest.Parse(NewHash), 7);

    [Fact]
    public void Manifest_is_converted_with_the_member_order_of_the_specification()
    {
        var original = Content(MediaTypes.DockerManifest, $$"""
            { "mediaType": "{{MediaTypes.DockerManifest}}",
              "extra": { "b": [ 1.50, "\u00e4" ] },
              "annotations": { "b": "2", "a": "1" },
              "layers": [
                { "size": 2, "urls": [ "https://host/a" ], "digest": "{{Hash}}", "mediaType": "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip" },
                { "digest": "{{OtherHash}}", "mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip", "size": 3, "urls": [] } ],
              "config": { "mediaType": "application/vnd.docker.container.image.v1+json", "size": 1, "digest": "{{Hash}}" },
              "schemaVersion": 2 }
            """);

        var converted = DockerConversion.Convert(original, static _ => null);

        Assert.Equal(
            $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}",""" + "\"config\":"
            + $$"""{"mediaType":"{{MediaTypes.OciConfig}}","digest":"{{Hash}}","size":1},"layers":["""
            + $$"""{"mediaType":"application/vnd.oci.image.layer.nondistributable.v1.tar+gzip","digest":"{{Hash}}","size":2,"urls":["https://host/a"]},"""
            + $$"""{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"{{OtherHash}}","size":3}],"""
            + """
              "annotations":{"a":"1","b":"2"},"extra":{"b":[1.50,"ä"]}}
              """,
            Text(converted));
        Assert.Equal(
            new Descriptor(MediaTypes.OciManifest, Some.Digest(converted.Content.Span), converted.Content.Length),
            converted.Descriptor);
        Assert.False(DockerConversion.IsNeeded(converted));
        Manifest.ParsePushed(MediaTypes.OciManifest, converted.Content);
    }

    [Fact]
    public void List_is_converted_with_the_descriptors_of_its_manifests()
    {
        var original = Content(MediaTypes.DockerList, $$"""
            {"schemaVersion":2,"mediaType":"{{MediaTypes.DockerList}}","manifests":[
              {"mediaType":"{{MediaTypes.DockerManifest}}","digest":"{{Hash}}","size":1,"data":"e30=","annotations":{"z":"<"},
               "platform":{"variant":"v7","os":"linux","architecture":"arm","features":["x"],"os.version":"1"} },
              {"mediaType":"{{MediaTypes.DockerManifest}}","digest":"{{OtherHash}}","size":2}]}
            """);

        var converted = DockerConversion.Convert(original, static digest => digest.ToString() == Hash ? Converted : null);

        Assert.Equal(
            $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciIndex}}","manifests":[{"mediaType":"{{MediaTypes.OciManifest}}","digest":"{{NewHash}}","size":7,"""
            + """
              "annotations":{"z":"<"},"platform":{"architecture":"arm","os":"linux","os.version":"1","variant":"v7","features":["x"]}}]}
              """,
            Text(converted));
    }

    [Theory]
    [InlineData("application/vnd.docker.image.rootfs.diff.tar", "application/vnd.oci.image.layer.v1.tar")]
    [InlineData("application/vnd.docker.image.rootfs.diff.tar.gzip", "application/vnd.oci.image.layer.v1.tar+gzip")]
    [InlineData("application/vnd.docker.image.rootfs.diff.tar.zstd", "application/vnd.oci.image.layer.v1.tar+zstd")]
    [InlineData("application/vnd.docker.image.rootfs.foreign.diff.tar", "application/vnd.oci.image.layer.nondistributable.v1.tar")]
    [InlineData("application/vnd.docker.image.rootfs.foreign.diff.tar.zstd", "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd")]
    [InlineData("application/vnd.docker.plugin.v1+json", "application/vnd.docker.plugin.v1+json")]
    [InlineData("application/vnd.in-toto+json", "application/vnd.in-toto+json")]
    public void Type_of_a_layer_is_translated(string docker, string oci)
    {
        var original = Content(MediaTypes.DockerManifest, Some.Image(layers: [Some.Layer("a", docker)], mediaType: MediaTypes.DockerManifest));

        var converted = DockerConversion.Convert(original, static _ => null);

        Assert.Equal(oci, Manifest.Parse(MediaTypes.OciManifest, converted.Content).Layers[0].MediaType);
    }

    [Fact]
    public void Manifest_of_OCI_is_unchanged()
    {
        var image = Content(MediaTypes.OciManifest, Some.Image());
        var index = Content(MediaTypes.OciIndex, Some.Index([image.Descriptor]));

        Assert.False(DockerConversion.IsNeeded(image));
        Assert.False(DockerConversion.IsNeeded(index));
        Assert.Same(image, DockerConversion.Convert(image, static _ => null));
        Assert.Same(index, DockerConversion.Convert(index, _ => image.Descriptor));
    }

    [Fact]
    public void Index_of_OCI_that_lists_a_manifest_of_Docker_is_converted()
    {
        var image = new Descriptor(MediaTypes.DockerManifest, Digest.Parse(Hash), 1);
        var index = Content(MediaTypes.OciIndex, Some.Index([image]));

        Assert.True(DockerConversion.IsNeeded(index));
        var converted = DockerConversion.Convert(index, static _ => Converted);

        Assert.Equal(Converted, Assert.Single(Manifest.Parse(MediaTypes.OciIndex, converted.Content).Manifests));
    }

    [Fact]
    public void Attestation_is_removed_from_the_list_and_becomes_a_referrer()
    {
        var attestation = Content(MediaTypes.OciManifest, Some.Image(layers: [Some.Layer("{}", "application/vnd.in-toto+json")]));
        var list = Content(MediaTypes.DockerList, $$"""
            {"schemaVersion":2,"manifests":[
              {"mediaType":"{{MediaTypes.DockerManifest}}","digest":"{{Hash}}","size":1},
              {"mediaType":"{{MediaTypes.OciManifest}}","digest":"{{attestation.Descriptor.Digest}}","size":2,
               "annotations":{"vnd.docker.reference.type":"attestation-manifest","vnd.docker.reference.digest":"{{Hash}}"} },
              {"mediaType":"{{MediaTypes.OciManifest}}","digest":"{{OtherHash}}","size":2,
               "annotations":{"vnd.docker.reference.type":"attestation-manifest","vnd.docker.reference.digest":"none"} }]}
            """);

        var found = Assert.Single(DockerConversion.AttestationsOf(list));
        var converted = DockerConversion.Convert(list, static _ => Converted);
        var referrer = DockerConversion.ConvertAttestation(attestation, Converted);

        Assert.Equal((attestation.Descriptor.Digest, Hash), (found.Manifest.Digest, found.Subject.ToString()));
        Assert.Equal(Converted.Digest, Assert.Single(Manifest.Parse(MediaTypes.OciIndex, converted.Content).Manifests).Digest);
        var parsed = Manifest.ParsePushed(MediaTypes.OciManifest, referrer.Content);
        Assert.Equal((Converted, DockerConversion.AttestationType), (parsed.Subject, parsed.ArtifactType));
        Assert.Equal(Some.Digest(referrer.Content.Span), referrer.Descriptor.Digest);
        Assert.Equal("application/vnd.in-toto+json", parsed.Layers[0].MediaType);
    }

    [Fact]
    public void Index_is_no_attestation() => Assert.Same(
        RegistryError.ManifestInvalid,
        Assert.Throws<RegistryException>(() => DockerConversion.ConvertAttestation(Content(MediaTypes.OciIndex, Some.Index([])), Converted)).Error);

    [Fact]
    public void Name_in_another_letter_case_is_corrected()
    {
        var original = Content(MediaTypes.DockerManifest, Encoding.UTF8.GetString(Some.Image(mediaType: MediaTypes.DockerManifest))
            .Replace("\"layers\"", "\"Layer\u017F\"", StringComparison.Ordinal));

        var converted = DockerConversion.Convert(original, static _ => null);

        Assert.Contains("\"layers\":[]}", Text(converted), StringComparison.Ordinal);
    }

    [Fact]
    public void Digest_keeps_its_algorithm()
    {
        var bytes = Some.Image(mediaType: MediaTypes.DockerManifest);
        var original = new ManifestContent(new Descriptor(MediaTypes.DockerManifest, Some.Digest(bytes, DigestAlgorithm.Sha512), bytes.Length), bytes);

        Assert.Same(DigestAlgorithm.Sha512, DockerConversion.Convert(original, static _ => null).Descriptor.Digest.Algorithm);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"schemaVersion":1}""")]
    [InlineData("""{"schemaVersion":2,"layers":[]}""")]
    [InlineData("""{"schemaVersion":2,"config":7,"layers":[]}""")]
    [InlineData("""{"schemaVersion":2,"schemaVersion":2}""")]
    [InlineData("""{"schemaVersion":2,"manifests":[]}""")]
    public void Invalid_manifest_is_rejected(string content) => Assert.Same(
        RegistryError.ManifestInvalid,
        Assert.Throws<RegistryException>(() => DockerConversion.Convert(Content(MediaTypes.DockerManifest, content), static _ => null)).Error);

    [Fact]
    public void Deeply_nested_manifest_is_rejected()
    {
        var content = Encoding.UTF8.GetString(Some.Image(mediaType: MediaTypes.DockerManifest))[..^1] + ",\"extra\":" + new string('[', 100_000);

        Assert.Throws<RegistryException>(() => DockerConversion.Convert(Content(MediaTypes.DockerManifest, content), static _ => null));
    }

    [Fact]
    public void Manifest_that_becomes_too_large_is_rejected()
    {
        // Four bytes that the writer escapes with twelve.
        var emoji = string.Concat(Enumerable.Repeat("\U0001F600", ManifestPush.MaxContentLength / 8));
        var content = Encoding.UTF8.GetString(Some.Image(mediaType: MediaTypes.DockerManifest))[..^1] + $",\"extra\":\"{emoji}\"}}";

        var failure = Assert.Throws<RegistryException>(() => DockerConversion.Convert(Content(MediaTypes.DockerManifest, content), static _ => null));

        Assert.Same(RegistryError.ManifestTooLarge, failure.Error);
    }

    [Fact]
    public void Repeated_and_invalid_texts_are_converted()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Some.Image(mediaType: MediaTypes.DockerManifest))[..^1] + ",\"x\":1,\"x\":\""), 0xFF, .. "\\ud800\"}"u8];

        var converted = DockerConversion.Convert(Content(MediaTypes.DockerManifest, bytes), static _ => null);

        Assert.EndsWith(",\"x\":\"\uFFFD\uFFFD\"}", Text(converted), StringComparison.Ordinal);
    }

    /// <summary>Whatever the bytes are: the result is valid and stable, or the manifest is rejected.</summary>
    [Fact]
    public void Mutated_manifests_are_converted_or_rejected()
    {
        var seeds = new[] { Some.Image(layers: [Some.Layer("a")], note: "n", subject: Some.Config(), mediaType: MediaTypes.DockerManifest), Some.Index([Some.Config()], mediaType: MediaTypes.DockerList) };
        var mutations = Gen.Choose(0, 300).SelectMany(static at => Gen.Elements("\"", "{", "}", "[", "null", "\\", "7", "", "\"config\":", ",", "\\ud83d", ":").Select(text => (At: at, Text: text)));
        var cases = Gen.Elements(seeds).SelectMany(seed => Gen.ArrayOf(mutations, 2).Select(changes => (seed, changes)));

        Prop.ForAll(Arb.From(cases), static one =>
        {
            var text = Encoding.UTF8.GetString(one.seed);
            foreach (var (at, change) in one.changes)
            {
                text = text[..Math.Min(at, text.Length)] + change + text[Math.Min(at + 1, text.Length)..];
            }

            var type = text.Contains("manifest.list", StringComparison.Ordinal) ? MediaTypes.DockerList : MediaTypes.DockerManifest;
            try
            {
                var first = DockerConversion.Convert(Content(type, text), static _ => Converted);
                Manifest.ParsePushed(first.Descriptor.MediaType, first.Content);
                Assert.Equal(Text(first), Text(DockerConversion.Convert(Content(type, text), static _ => Converted)));
            }
            catch (RegistryException)
            {
                // Rejected.
            }
        }).QuickCheckThrowOnFailure();
    }

    private static ManifestContent Content(string mediaType, string content) => Content(mediaType, Some.Bytes(content));

    private static ManifestContent Content(string mediaType, byte[] content) =>
        new(new Descriptor(mediaType, Some.Digest(content), content.Length), content);

    private static string Text(ManifestContent manifest) => Encoding.UTF8.GetString(manifest.Content.Span);
}
#endif

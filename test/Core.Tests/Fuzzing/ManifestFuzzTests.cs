using System.Text;
using Xunit;
using Zot.Registry;
using Zot.Testing;
using Zot.Testing.Fuzzing;

namespace Zot.Core.Tests.Fuzzing;

[Collection(FuzzCollection.Name)]
[Trait("suite", "fuzz")]
public sealed class ManifestFuzzTests
{
    private static readonly Descriptor Known = new(MediaTypes.OciManifest, Some.Digest(Image), Image.Length);

    private static readonly byte[][] Corpus =
    [
        .. SeedManifests.All,
        Some.Image(layers: [Some.Layer("layer"), Some.Layer("layer")], subject: Known, artifactType: "a/b", note: "note"),
        Some.Image(layers: [], subject: Some.Layer("missing", MediaTypes.OciManifest)),
        Some.Image(layers: [Some.Layer("layer")], mediaType: MediaTypes.DockerManifest),
        Some.Index([Known, Known], subject: Known, artifactType: "a/b"),
        Some.Index([Known], mediaType: MediaTypes.DockerList),
        Bytes($$$"""{"schemaVersion":2,"config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"{{{Some.Digest("{}")}}}","size":2,"data":"e30="},"layers":[{"mediaType":"application/vnd.oci.image.layer.nondistributable.v1.tar","digest":"{{{Some.Digest("x")}}}","size":9,"urls":["https://example.com/x"],"annotations":{"a":"b"}}],"annotations":{"org.opencontainers.image.created":"2026-01-01T00:00:00Z"}}"""),
        Bytes($$$"""{"schemaVersion":2,"manifests":[{"mediaType":"{{{Known.MediaType}}}","digest":"{{{Known.Digest}}}","size":{{{Known.Size}}},"platform":{"os":"linux","architecture":"arm64","variant":"v8","os.version":"1","os.features":["a"]},"artifactType":"c/d"}],"annotations":{}}"""),
        Bytes(FoundFaultTests.LargestLayers),
        Bytes("""{"schemaVersion":1,"name":"app","tag":"v1","fsLayers":[{"blobSum":"sha256:0"}],"history":[null]}"""),
    ];

    private static byte[] Image => Some.Image(layers: [Some.Layer("layer")]);

    [Fact]
    public Task Manifest_is_stored_and_served_unchanged_or_rejected() =>
        new Fuzzer("manifest", Corpus, new Mutator(), ManifestTarget.OpenAsync).RunAsync();

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

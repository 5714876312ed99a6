using System.Text;
using Xunit;
using Zot.Registry;
using Zot.Testing;
using Zot.Testing.Fuzzing;

namespace Zot.Core.Tests.Fuzzing;

[Collection(FuzzCollection.Name)]
[Trait("suite", "fuzz")]
public sealed class MigrationFuzzTests
{
    private static readonly byte[] Image = Some.Image(layers: [Some.Layer("layer")]);

    private static readonly byte[][] Corpus =
    [
        .. SeedManifests.All,
        Encoding.UTF8.GetBytes(FoundFaultTests.TypeOfHalfAPair),
        Some.Image(layers: [Some.Layer("layer")], note: "note"),
        Some.Image(layers: [Some.Layer("layer")], mediaType: MediaTypes.DockerManifest),
        Some.Index([new Descriptor(MediaTypes.OciManifest, Some.Digest(Image), Image.Length)]),
        Encoding.UTF8.GetBytes($$"""{"schemaVersion":2,"config":{"mediaType":"{{MediaTypes.OciConfig}}","digest":"{{Some.Digest("{}")}}","size":2},"layers":[{"mediaType":"application/vnd.oci.image.layer.nondistributable.v1.tar","digest":"{{Some.Digest("x")}}","size":9,"urls":["https://example.com/x"]}]}"""),
        """{"schemaVersion":1,"name":"app","fsLayers":[]}"""u8.ToArray(),
        Encoding.UTF8.GetBytes(Some.Digest(Image).ToString()),
        [],
    ];

    [Fact]
    public Task Manifest_of_another_registry_is_migrated_unchanged_or_reported() =>
        new Fuzzer("migration", Corpus, new Mutator(), MigrationTarget.OpenAsync).RunAsync();
}

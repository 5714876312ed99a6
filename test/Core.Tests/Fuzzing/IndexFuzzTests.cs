using System.Text;
using Xunit;
using Zot.Registry;
using Zot.Testing;
using Zot.Testing.Fuzzing;

namespace Zot.Core.Tests.Fuzzing;

[Collection(FuzzCollection.Name)]
[Trait("suite", "fuzz")]
public sealed class IndexFuzzTests
{
    private static readonly byte[] Image = Some.Image(layers: [Some.Layer("layer")]);

    private static readonly string Entry = $"\"mediaType\":\"{MediaTypes.OciManifest}\",\"digest\":\"{Some.Digest(Image)}\",\"size\":{Image.Length}";

    private static readonly byte[][] Corpus =
    [
        .. new[]
        {
            $$$"""{"schemaVersion":2,"manifests":[{{{{Entry}}},"annotations":{"org.opencontainers.image.ref.name":"v1"}}]}""",
            $$$"""{"schemaVersion":2,"mediaType":"a/b","manifests":[{{{{Entry}}},"platform":{"os":"linux"},"annotations":{"org.opencontainers.image.ref.name":"v1","a":"b"}},{{{{Entry}}},"annotations":{"org.opencontainers.image.ref.name":"v2"}},{{{{Entry}}}},{"mediaType":"a/b","digest":"{{{Some.Digest("b")}}}","size":1}],"annotations":{"a":"b"}}""",
            """{"schemaVersion":2,"manifests":null}""",
            """{"schemaVersion":2,"manifests":[]}""",
            $$"""{"schemaVersion":2,"manifests":[{"mediaType":"{{MediaTypes.OciIndex}}","digest":"{{Some.Digest("gone")}}","size":3,"urls":["a"],"data":"e30=","artifactType":"a/b"}]}""",
            // Docker Buildx and containerd; ORAS; a Podman tag with its full name.
            $$$"""{"schemaVersion":2,"mediaType":"{{{MediaTypes.OciIndex}}}","manifests":[{{{{Entry}}},"annotations":{"containerd.io/distribution.source.docker.io":"library/app","io.containerd.image.name":"docker.io/library/app:v1","org.opencontainers.image.created":"2026-01-01T00:00:00Z","org.opencontainers.image.ref.name":"v1"}}]}""",
            $$$"""{"schemaVersion":2,"manifests":[{{{{Entry}}},"artifactType":"application/spdx+json","annotations":{"org.opencontainers.image.ref.name":"v1"}}]}""",
            $$$"""
            {
              "schemaVersion": 2,
              "manifests": [ { {{{Entry}}}, "annotations": { "org.opencontainers.image.ref.name": "docker.io/library/app:latest" } } ]
            }
            """,
        }.Select(Encoding.UTF8.GetBytes),
        FoundFaultTests.NameWithAByteOfLatin1,
        [],
    ];

    [Fact]
    public Task Index_is_read_and_changed_or_reported_with_its_repository() =>
        new Fuzzer("index.json", Corpus, new Mutator(), IndexTarget.OpenAsync).RunAsync();
}

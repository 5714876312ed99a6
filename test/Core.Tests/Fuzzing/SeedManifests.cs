using System.Text;
using Zot.Testing;

namespace Zot.Core.Tests.Fuzzing;

/// <summary>Manifests as written by common tools, with blobs that exist in the targets.</summary>
internal static class SeedManifests
{
    private static readonly byte[] Image = Some.Image(layers: [Some.Layer("layer")]);

    // Docker indents by three spaces.
    private const string Docker = """
        {
           "schemaVersion": 2,
           "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
           "config": {
              "mediaType": "application/vnd.docker.container.image.v1+json",
              "size": 2,
              "digest": "$CONFIG"
           },
           "layers": [
              {
                 "mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip",
                 "size": 5,
                 "digest": "$LAYER"
              },
              {
                 "mediaType": "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
                 "size": 1654613376,
                 "digest": "sha256:31f9df80631e7b5d379647ee7701ff50e009bd2c03b30a67a0a8e7bba4a26f94",
                 "urls": [
                    "https://go.microsoft.com/fwlink/?linkid=837858"
                 ]
              }
           ]
        }
        """;

    private const string DockerList = """
        {
           "schemaVersion": 2,
           "mediaType": "application/vnd.docker.distribution.manifest.list.v2+json",
           "manifests": [
              {
                 "mediaType": "application/vnd.oci.image.manifest.v1+json",
                 "size": $IMAGESIZE,
                 "digest": "$IMAGE",
                 "platform": { "architecture": "arm", "os": "linux", "variant": "v7" }
              },
              {
                 "mediaType": "application/vnd.oci.image.manifest.v1+json",
                 "size": $IMAGESIZE,
                 "digest": "$IMAGE",
                 "platform": { "architecture": "amd64", "os": "windows", "os.version": "10.0.17763.5576", "os.features": ["win32k"], "features": ["sse4"] }
              }
           ]
        }
        """;

    // Docker Buildx, with an attestation.
    private const string Attested = """
        {
          "schemaVersion": 2,
          "mediaType": "application/vnd.oci.image.index.v1+json",
          "manifests": [
            {
              "mediaType": "application/vnd.oci.image.manifest.v1+json",
              "digest": "$IMAGE",
              "size": $IMAGESIZE,
              "platform": { "architecture": "amd64", "os": "linux" }
            },
            {
              "mediaType": "application/vnd.oci.image.manifest.v1+json",
              "digest": "$IMAGE",
              "size": $IMAGESIZE,
              "annotations": { "vnd.docker.reference.digest": "$IMAGE", "vnd.docker.reference.type": "attestation-manifest" },
              "platform": { "architecture": "unknown", "os": "unknown" }
            }
          ]
        }
        """;

    private const string Cosign = """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":2,"digest":"$CONFIG"},"layers":[{"mediaType":"application/vnd.dev.cosign.simplesigning.v1+json","size":5,"digest":"$LAYER","annotations":{"dev.cosignproject.cosign/signature":"MEUCIQDx9y+0Zb3D==","dev.sigstore.cosign/bundle":"{\"SignedEntryTimestamp\":\"MEUC\",\"Payload\":{\"body\":\"eyJh\",\"integratedTime\":1700000000,\"logIndex\":1,\"logID\":\"c0d2\"}}","dev.sigstore.cosign/certificate":"-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----\n"}}]}
        """;

    private const string Helm = """
        {"schemaVersion":2,"config":{"mediaType":"application/vnd.cncf.helm.config.v1+json","digest":"$CONFIG","size":2},"layers":[{"mediaType":"application/vnd.cncf.helm.chart.content.v1.tar+gzip","digest":"$LAYER","size":5}],"annotations":{"org.opencontainers.image.title":"chart","org.opencontainers.image.version":"0.1.0","org.opencontainers.image.authors":"Jürgen \u2264 \ud83d\ude00"}}
        """;

    private const string Oras = """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","artifactType":"application/spdx+json","config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"$CONFIG","size":2,"data":"e30="},"layers":[{"mediaType":"application/spdx+json","digest":"$LAYER","size":5,"annotations":{"org.opencontainers.image.title":"sbom.json"}}],"subject":{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"$IMAGE","size":$IMAGESIZE},"annotations":{"org.opencontainers.image.created":"2026-01-01T00:00:00Z"}}
        """;

    private const string Artifact = """
        {"mediaType":"application/vnd.oci.artifact.manifest.v1+json","artifactType":"application/vnd.cncf.notary.signature","blobs":[{"mediaType":"application/jose+json","digest":"$LAYER","size":5}],"subject":{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"$IMAGE","size":$IMAGESIZE}}
        """;

    private const string Schema1 = """
        {
           "schemaVersion": 1,
           "name": "fuzz/app",
           "tag": "v1",
           "architecture": "amd64",
           "fsLayers": [ { "blobSum": "$LAYER" } ],
           "history": [ { "v1Compatibility": "{\"id\":\"e45a\",\"config\":{\"Hostname\":\"2365\"}}" } ],
           "signatures": [ { "header": { "jwk": { "crv": "P-256", "kty": "EC" }, "alg": "ES256" }, "signature": "XREm", "protected": "eyJm" } ]
        }
        """;

    /// <summary>Gets the bytes of all manifests.</summary>
    public static IReadOnlyList<byte[]> All { get; } =
        [.. new[] { Docker, DockerList, Attested, Cosign, Helm, Oras, Artifact, Schema1 }.Select(Fill)];

    private static byte[] Fill(string text) => Encoding.UTF8.GetBytes(text
        .Replace("$CONFIG", Some.Digest("{}").ToString(), StringComparison.Ordinal)
        .Replace("$LAYER", Some.Digest("layer").ToString(), StringComparison.Ordinal)
        .Replace("$IMAGESIZE", Image.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("$IMAGE", Some.Digest(Image).ToString(), StringComparison.Ordinal));
}

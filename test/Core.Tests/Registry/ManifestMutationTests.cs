using Xunit;
using Zot.Registry;
using Zot.Testing;
using Zot.Testing.Fuzzing;

namespace Zot.Core.Tests.Registry;

/// <summary>Mutations of valid manifests.</summary>
public sealed class ManifestMutationTests
{
    [Fact]
    public void Mutated_manifest_is_read_or_rejected_as_invalid()
    {
        var layer = Some.Layer("layer");
        byte[][] valid =
        [
            Some.Image(layers: [layer, layer], subject: Some.Layer("subject", MediaTypes.OciManifest), artifactType: "a/b", note: "note"),
            Some.Index([Some.Layer("image", MediaTypes.OciManifest)], subject: Some.Layer("subject", MediaTypes.OciManifest)),
            Some.Image(layers: [layer], mediaType: MediaTypes.DockerManifest),
        ];
        foreach (var input in new Mutator().MutateAll(valid))
        {
            foreach (var mediaType in (string[])[MediaTypes.OciManifest, MediaTypes.OciIndex, MediaTypes.DockerManifest])
            {
                try
                {
                    var manifest = Manifest.ParsePushed(mediaType, input);
                    Assert.All(manifest.Blobs, static blob => Assert.True(MediaTypes.IsWellFormed(blob.MediaType)));
                    Assert.Equivalent(Manifest.Parse(mediaType, input).Blobs, manifest.Blobs);
                }
                catch (RegistryException rejected)
                {
                    Assert.Equal(RegistryError.ManifestInvalid, rejected.Error);
                }
            }
        }
    }
}

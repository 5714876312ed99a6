using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage.Manifests;

/// <summary>Whether what a manifest names is in its repository. The subject need not be.</summary>
internal sealed class ReferenceCheck(IStorageDriver driver)
{
    /// <exception cref="RegistryException"><see cref="RegistryError.ManifestBlobUnknown"/>, with what is absent.</exception>
    internal async ValueTask CheckAsync(RepositoryName repository, Manifest manifest, CancellationToken cancellationToken)
    {
        foreach (var needed in Needed(manifest))
        {
            if (await driver.StatAsync(ImageLayout.Blob(repository, needed.Digest), cancellationToken) is null)
            {
                throw RegistryError.ManifestBlobUnknown.With("digest", needed.Digest);
            }
        }
    }

    /// <summary>What must be there.</summary>
    // Of an artifact with a configuration of its own kind nothing is asked, as in zot: its layers may lie elsewhere.
    internal static IEnumerable<Descriptor> Needed(Manifest manifest) => manifest switch
    {
        { Config: null } => manifest.Manifests,
        { Config.MediaType: MediaTypes.OciConfig or MediaTypes.OciEmpty } or { MediaType: MediaTypes.DockerManifest } =>
            manifest.Blobs.Where(static blob => !MediaTypes.IsNonDistributable(blob.MediaType)),
        _ => [],
    };
}

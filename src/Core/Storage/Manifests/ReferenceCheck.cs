using Zot.Registry;
using Zot.Storage.Blobs;

namespace Zot.Storage.Manifests;

/// <summary>Checks what a manifest names against what its repository has. The subject need not be there.</summary>
internal sealed class ReferenceCheck(StoreContext store, DisputedBlobs disputed)
{
    /// <summary>Checks that all exists that must, and that all has the size the manifest gives it.</summary>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.ManifestBlobUnknown"/>, with what is missing; <see cref="RegistryError.ManifestInvalid"/>, with
    /// what has another size.
    /// </exception>
    internal async ValueTask CheckAsync(RepositoryName repository, Manifest manifest, CancellationToken cancellationToken)
    {
        foreach (var needed in Needed(manifest).Distinct())
        {
            await CheckAsync(repository, needed, isNeeded: true, cancellationToken);
        }

        foreach (var other in manifest.Blobs.Except(Needed(manifest)))
        {
            await CheckAsync(repository, other, isNeeded: false, cancellationToken);
        }
    }

    /// <summary>Gets what must exist.</summary>
    // Of an artifact with a configuration of its own kind nothing is asked, as in zot: its layers may lie elsewhere.
    internal static IEnumerable<Descriptor> Needed(Manifest manifest) =>
        manifest.Config is null ? manifest.Manifests
        : RequiresBlobs(manifest) ? manifest.Blobs.Where(static blob => !MediaTypes.IsNonDistributable(blob.MediaType))
        : [];

    /// <summary>Indicates whether the blobs of a manifest must exist.</summary>
    internal static bool RequiresBlobs(Manifest manifest) =>
        manifest is { Config.MediaType: MediaTypes.OciConfig or MediaTypes.OciEmpty } or { MediaType: MediaTypes.DockerManifest };

    private async ValueTask CheckAsync(RepositoryName repository, Descriptor named, bool isNeeded, CancellationToken cancellationToken)
    {
        var file = await store.Driver.StatAsync(ImageLayout.Blob(repository, named.Digest), cancellationToken);
        if (file is { } found && found.Length != named.Size)
        {
            // A damaged file says nothing of the manifest: its content is pushed again, as if it were missing.
            if (await disputed.IsWholeAsync(repository, named.Digest, found, cancellationToken))
            {
                throw RegistryError.ManifestInvalid.With(
                    "digest", named.Digest, $"the manifest gives it a size of {named.Size} bytes, but it has {found.Length}");
            }

            file = null;
        }

        if (file is null && isNeeded)
        {
            throw RegistryError.ManifestBlobUnknown.With("digest", named.Digest);
        }
    }
}

using Zot.Registry;
using Zot.Storage.Blobs;

namespace Zot.Storage.Manifests;

/// <summary>
/// Checks the references of a manifest against the content of its repository. The subject may be missing.
/// </summary>
internal sealed class ReferenceCheck(StoreContext store, DisputedBlobs disputed)
{
    /// <summary>
    /// Checks that all required content exists, and that existing content has the size given by the manifest.
    /// </summary>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.ManifestBlobUnknown"/> with the missing digest; <see
    /// cref="RegistryError.ManifestInvalid"/> with the digest whose size differs.
    /// </exception>
    internal async ValueTask CheckAsync(ManifestPush push, CancellationToken cancellationToken)
    {
        var (repository, manifest) = (push.Repository, push.Manifest);
        HashSet<Descriptor> done = [];
        var isNeeded = !push.IsSparse || manifest.Config is not null;
        foreach (var needed in Needed(manifest).Where(done.Add))
        {
            await CheckAsync(repository, needed, isNeeded, cancellationToken);
        }

        foreach (var other in manifest.Blobs.Where(done.Add))
        {
            await CheckAsync(repository, other, isNeeded: false, cancellationToken);
        }
    }

    /// <summary>Returns the descriptors whose content must exist.</summary>
    // An artifact with its own configuration type requires nothing, as in zot: its layers may be stored elsewhere.
    internal static IEnumerable<Descriptor> Needed(Manifest manifest) =>
        manifest.Config is null ? manifest.Manifests
        : RequiresBlobs(manifest) ? manifest.Blobs.Where(static blob => !MediaTypes.IsNonDistributable(blob.MediaType))
        : [];

    /// <summary>Returns whether the blobs of a manifest must exist.</summary>
    internal static bool RequiresBlobs(Manifest manifest) =>
        manifest is { Config.MediaType: MediaTypes.OciConfig or MediaTypes.OciEmpty }
            or { MediaType: MediaTypes.DockerManifest };

    private async ValueTask CheckAsync(
        RepositoryName repository, Descriptor named, bool isNeeded, CancellationToken cancellationToken)
    {
        var file = await store.Driver.StatAsync(ImageLayout.Blob(repository, named.Digest), cancellationToken);
        if (file is { } found && found.Length != named.Size)
        {
            // A damaged file does not prove the manifest wrong: its content must be pushed again, as if it were
            // missing.
            if (await disputed.IsWholeAsync(repository, named.Digest, found, cancellationToken))
            {
                throw RegistryError.ManifestInvalid.With(
                    "digest", named.Digest,
                    $"the manifest gives its size as {named.Size} bytes, but it has {found.Length}");
            }

            file = null;
        }

        if (file is null && isNeeded)
        {
            throw RegistryError.ManifestBlobUnknown.With("digest", named.Digest);
        }
    }
}

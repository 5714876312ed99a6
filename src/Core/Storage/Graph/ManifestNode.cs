using Zot.Registry;
using Zot.Storage.Manifests;

namespace Zot.Storage.Graph;

/// <summary>What one manifest names.</summary>
/// <param name="Digest">The manifest.</param>
/// <param name="Blobs">Configuration and layers, each blob once.</param>
/// <param name="AreBlobsRequired">Indicates whether the manifest could be pushed only when its blobs existed.</param>
/// <param name="Listed">The manifests an index lists.</param>
/// <param name="Subject">The manifest it refers to, when it counts as a referrer.</param>
/// <param name="Referrer">How it stands in the list of referrers; <see langword="null"/> without subject.</param>
internal sealed record ManifestNode(
    Digest Digest, IReadOnlyList<Descriptor> Blobs, bool AreBlobsRequired, IReadOnlyList<Digest> Listed, Digest? Subject, Referrer? Referrer)
{
    /// <summary>Reads what a manifest names.</summary>
    /// <param name="stored">The manifest, with the length of its content.</param>
    /// <param name="manifest">The content.</param>
    internal static ManifestNode Of(Descriptor stored, Manifest manifest)
    {
        // Docker's types have no subject (distribution-spec, "Listing Referrers").
        var subject = MediaTypes.IsDocker(stored.MediaType) ? null : manifest.Subject?.Digest;
        return new ManifestNode(
            stored.Digest,
            [.. manifest.Blobs.DistinctBy(static blob => blob.Digest)],
            ReferenceCheck.RequiresBlobs(manifest),
            [.. manifest.Manifests.Select(static listed => listed.Digest)],
            subject,
            subject is null ? null : Referrer.Of(stored, manifest));
    }
}

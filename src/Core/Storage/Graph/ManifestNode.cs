using Zot.Registry;
using Zot.Storage.Manifests;

namespace Zot.Storage.Graph;

/// <summary>The references of one manifest.</summary>
/// <param name="Digest">The manifest.</param>
/// <param name="Blobs">The configuration and layers, without duplicates.</param>
/// <param name="AreBlobsRequired">Indicates whether the manifest could be pushed only when its blobs existed.</param>
/// <param name="Listed">The manifests that an image index lists.</param>
/// <param name="Subject">The manifest it refers to, if it counts as a referrer.</param>
/// <param name="Referrer">The entry in the list of referrers; <see langword="null"/> without a subject.</param>
internal sealed record ManifestNode(
    Digest Digest,
    IReadOnlyList<Descriptor> Blobs,
    bool AreBlobsRequired,
    IReadOnlyList<Digest> Listed,
    Digest? Subject,
    Referrer? Referrer)
{
    /// <summary>Creates the node of a manifest.</summary>
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

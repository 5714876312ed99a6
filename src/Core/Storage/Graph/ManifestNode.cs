using Zot.Registry;

namespace Zot.Storage.Graph;

/// <summary>What one manifest names.</summary>
/// <param name="Digest">The manifest.</param>
/// <param name="Blobs">Configuration and layers.</param>
/// <param name="Listed">The manifests an index lists.</param>
/// <param name="Subject">The manifest it refers to, when it counts as a referrer.</param>
/// <param name="Referrer">How it stands in the list of referrers; <see langword="null"/> without subject.</param>
internal sealed record ManifestNode(
    Digest Digest, IReadOnlyList<Descriptor> Blobs, IReadOnlyList<Digest> Listed, Digest? Subject, Descriptor? Referrer)
{
    internal static ManifestNode Of(Descriptor stored, Manifest manifest)
    {
        // Docker's types have no subject (distribution-spec, "Listing Referrers").
        var subject = MediaTypes.IsDocker(stored.MediaType) ? null : manifest.Subject?.Digest;
        return new ManifestNode(
            stored.Digest,
            [.. manifest.Blobs],
            [.. manifest.Manifests.Select(static listed => listed.Digest)],
            subject,
            subject is null
                ? null
                : stored with { ArtifactType = manifest.EffectiveArtifactType, Annotations = manifest.Annotations });
    }
}

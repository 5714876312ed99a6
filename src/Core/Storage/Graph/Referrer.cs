using Zot.Registry;

namespace Zot.Storage.Graph;

/// <summary>A manifest with a subject, as an entry in the list of referrers.</summary>
/// <param name="Descriptor">
/// The manifest, with its artifact type; with its annotations if <paramref name="IsComplete"/>.
/// </param>
/// <param name="Order">The position among the manifests of the repository.</param>
/// <param name="IsComplete">Whether the entry can be listed without reading the manifest.</param>
internal sealed record Referrer(Descriptor Descriptor, long Order, bool IsComplete)
{
    /// <summary>
    /// The maximum length of a manifest whose annotations are kept: 4 KiB, so that a graph stays small whatever clients
    /// push.
    /// </summary>
    internal const int MaxKeptLength = 4096;

    /// <summary>Creates the entry of a manifest.</summary>
    /// <param name="stored">The manifest, with the length of its content.</param>
    /// <param name="manifest">The content.</param>
    internal static Referrer Of(Descriptor stored, Manifest manifest)
    {
        var isComplete = manifest.Annotations is null or { Count: 0 } || stored.Size <= MaxKeptLength;
        return new Referrer(
            stored with
            {
                ArtifactType = manifest.EffectiveArtifactType,
                Annotations = isComplete ? manifest.Annotations : null,
            }, Order: 0, isComplete);
    }
}

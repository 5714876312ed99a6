using Zot.Registry;

namespace Zot.Metadata;

/// <summary>What the index knows of the content of a repository.</summary>
/// <param name="Name">The repository.</param>
/// <param name="Tags">Its tags, in ASCII order.</param>
/// <param name="Manifests">All its manifests.</param>
public sealed record RepositoryRecord(
    RepositoryName Name, IReadOnlyList<TagRecord> Tags, IReadOnlyDictionary<Digest, ManifestRecord> Manifests)
{
    /// <summary>The manifests that refer to <paramref name="subject"/>, in the order of their digests.</summary>
    public IEnumerable<ManifestRecord> ReferrersOf(Digest subject) => Manifests.Values
        .Where(manifest => manifest.Subject == subject)
        .OrderBy(static manifest => manifest.Digest.ToString(), StringComparer.Ordinal);

    /// <summary>The signatures of <paramref name="subject"/>, by kind: those that refer to it, and those that cosign has put under a tag.</summary>
    public ILookup<string, ManifestRecord> SignaturesOf(Digest subject)
    {
        var byReference = ReferrersOf(subject)
            .Where(static manifest => manifest.SignatureKind is not null)
            .Select(static manifest => (Kind: manifest.SignatureKind!, Manifest: manifest));
        var byTag = Tags
            .Where(tag => SignatureKinds.SubjectOf(tag.Tag) == subject.ToString() && Manifests.ContainsKey(tag.Manifest))
            .Select(tag => (Kind: SignatureKinds.Cosign, Manifest: Manifests[tag.Manifest]));
        return byReference.Concat(byTag).DistinctBy(static signature => signature.Manifest.Digest)
            .ToLookup(static signature => signature.Kind, static signature => signature.Manifest, StringComparer.Ordinal);
    }
}

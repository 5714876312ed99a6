using Zot.Registry;

namespace Zot.Metadata;

/// <summary>The record of a repository in the index.</summary>
/// <param name="Name">The repository.</param>
/// <param name="Tags">Its tags, in ASCII order.</param>
/// <param name="Manifests">All its manifests.</param>
public sealed record RepositoryRecord(
    RepositoryName Name, IReadOnlyList<TagRecord> Tags, IReadOnlyDictionary<Digest, ManifestRecord> Manifests)
{
    /// <summary>Returns the manifests that refer to <paramref name="subject"/>, ordered by digest.</summary>
    public IEnumerable<ManifestRecord> ReferrersOf(Digest subject) => Manifests.Values
        .Where(manifest => manifest.Subject == subject)
        .OrderBy(static manifest => manifest.Digest.ToString(), StringComparer.Ordinal);

    /// <summary>
    /// Returns the signatures of <paramref name="subject"/>, by kind: its referrers, and those under a cosign tag.
    /// </summary>
    public ILookup<string, ManifestRecord> SignaturesOf(Digest subject)
    {
        var byReference = ReferrersOf(subject)
            .Where(static manifest => manifest.SignatureKind is not null)
            .Select(static manifest => (Kind: manifest.SignatureKind!, Manifest: manifest));
        var byTag = Tags
            .Where(tag => SignatureKinds.SubjectOf(tag.Tag) == subject.ToString()
                && Manifests.ContainsKey(tag.Manifest))
            .Select(tag => (Kind: SignatureKinds.Cosign, Manifest: Manifests[tag.Manifest]));
        return byReference.Concat(byTag).DistinctBy(static signature => signature.Manifest.Digest)
            .ToLookup(
                static signature => signature.Kind, static signature => signature.Manifest, StringComparer.Ordinal);
    }
}

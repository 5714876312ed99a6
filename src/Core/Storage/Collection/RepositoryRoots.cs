using Zot.Registry;
using Zot.Storage.Graph;
using Zot.Storage.Indexing;

namespace Zot.Storage.Collection;

/// <summary>Determines the referenced content of a repository: reachable from a manifest of its index.</summary>
/// <param name="index">The tags and manifests.</param>
/// <param name="graph">The references of the manifests.</param>
/// <param name="unindexed">
/// The content referenced by manifests that an image index lists, but the repository's index does not.
/// </param>
/// <param name="removed">The manifests to treat as removed.</param>
internal sealed class RepositoryRoots(
    RepositoryIndex index, ManifestGraph graph, IReadOnlySet<Digest> unindexed, IReadOnlyCollection<Digest> removed)
{
    private readonly Dictionary<Digest, int> _blobs = Count(removed.SelectMany(graph.BlobsOf));
    private readonly Dictionary<Digest, int> _listed = Count(removed.SelectMany(graph.ListedBy));

    /// <summary>Returns whether content is referenced.</summary>
    internal bool Needs(Digest digest) =>
        (index.Manifests.ContainsKey(digest) && !removed.Contains(digest))
        || (graph.FindBlob(digest) is { } use && use.Count > _blobs.GetValueOrDefault(digest))
        || graph.TimesListed(digest) > _listed.GetValueOrDefault(digest)
        || unindexed.Contains(digest);

    private static Dictionary<Digest, int> Count(IEnumerable<Digest> digests) =>
        digests.CountBy(static digest => digest).ToDictionary();
}

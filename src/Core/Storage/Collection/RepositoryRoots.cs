using Zot.Registry;
using Zot.Storage.Graph;
using Zot.Storage.Indexing;

namespace Zot.Storage.Collection;

/// <summary>What is needed in a repository: named by a manifest of its index, in one step or several.</summary>
/// <param name="index">The tags and manifests.</param>
/// <param name="graph">What the manifests name.</param>
/// <param name="unindexed">What is named by manifests that are in an image index, but not in the repository's.</param>
/// <param name="removed">Manifests that are regarded as gone already.</param>
internal sealed class RepositoryRoots(
    RepositoryIndex index, ManifestGraph graph, IReadOnlySet<Digest> unindexed, IReadOnlyCollection<Digest> removed)
{
    private readonly Dictionary<Digest, int> _blobs = Count(removed.SelectMany(graph.BlobsOf));
    private readonly Dictionary<Digest, int> _listed = Count(removed.SelectMany(graph.ListedBy));

    /// <summary>Whether content must stay.</summary>
    internal bool Needs(Digest digest) =>
        (index.Manifests.ContainsKey(digest) && !removed.Contains(digest))
        || (graph.FindBlob(digest) is { } use && use.Count > _blobs.GetValueOrDefault(digest))
        || graph.TimesListed(digest) > _listed.GetValueOrDefault(digest)
        || unindexed.Contains(digest);

    private static Dictionary<Digest, int> Count(IEnumerable<Digest> digests) =>
        digests.CountBy(static digest => digest).ToDictionary();
}

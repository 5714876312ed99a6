using Zot.Registry;
using Zot.Storage.Indexing;
using Zot.Storage.Retention;

namespace Zot.Storage.Collection;

/// <summary>The tags and manifests that a sweep of a repository removes.</summary>
/// <param name="Decisions">The decisions of the policy on tags and untagged manifests.</param>
/// <param name="Removed">The manifests, in the order of their removal.</param>
/// <param name="Index">The tags and manifests without the tags that are removed.</param>
/// <param name="AreSomeYoung">True if there are more manifests that are too young.</param>
internal sealed record SweptManifests(
    IReadOnlyList<RetentionDecision> Decisions,
    IReadOnlyList<Digest> Removed,
    RepositoryIndex Index,
    bool AreSomeYoung);

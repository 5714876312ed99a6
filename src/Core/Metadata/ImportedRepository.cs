using Zot.Registry;

namespace Zot.Metadata;

/// <summary>What another registry knew of a repository that its content does not tell.</summary>
/// <param name="Repository">The repository, which may be gone meanwhile.</param>
/// <param name="Statistics">What it knew of manifests.</param>
/// <param name="Tags">The tags there were, each with when it was made.</param>
internal sealed record ImportedRepository(
    RepositoryName Repository, IReadOnlyDictionary<Digest, ManifestStatistics> Statistics, IReadOnlyCollection<TagRecord> Tags);

using Zot.Registry;

namespace Zot.Metadata;

/// <summary>The data of another registry about a repository that cannot be derived from its content.</summary>
/// <param name="Repository">The repository, which may no longer exist.</param>
/// <param name="Statistics">The statistics, by manifest.</param>
/// <param name="Tags">The tags with their creation times.</param>
public sealed record ImportedRepository(
    RepositoryName Repository,
    IReadOnlyDictionary<Digest, ManifestStatistics> Statistics,
    IReadOnlyCollection<TagRecord> Tags);

namespace Zot.Registry;

/// <summary>A wish to have a blob of another repository here, without sending it again (end-11).</summary>
/// <param name="Repository">Where it is wanted.</param>
/// <param name="Digest">Which blob.</param>
/// <param name="From">The repository that has it; <see langword="null"/> to look wherever the caller may read.</param>
/// <param name="MayRead">Which repositories the caller may read: nothing is mounted from any other.</param>
public sealed record BlobMount(
    RepositoryName Repository, Digest Digest, RepositoryName? From, Func<RepositoryName, bool> MayRead);

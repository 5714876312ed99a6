namespace Zot.Registry;

/// <summary>A request to mount a blob of another repository instead of uploading it again (end-11).</summary>
/// <param name="Repository">The target repository.</param>
/// <param name="Digest">The digest of the blob.</param>
/// <param name="From">The source repository; <see langword="null"/> to search all that the caller may read.</param>
/// <param name="MayRead">
/// Returns whether the caller may read a repository: nothing is mounted from a repository that it may not read.
/// </param>
public sealed record BlobMount(
    RepositoryName Repository, Digest Digest, RepositoryName? From, Func<RepositoryName, bool> MayRead)
{
    /// <summary>The caller; <see langword="null"/> for the registry itself.</summary>
    public CallContext? Call { get; init; }
}

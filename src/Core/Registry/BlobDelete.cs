namespace Zot.Registry;

/// <summary>A request to delete a blob (end-10).</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Digest">The digest of the blob.</param>
public sealed record BlobDelete(RepositoryName Repository, Digest Digest)
{
    /// <summary>The caller; <see langword="null"/> for the registry itself.</summary>
    public CallContext? Call { get; init; }
}

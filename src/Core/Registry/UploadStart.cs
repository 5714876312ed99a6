namespace Zot.Registry;

/// <summary>A request to start an upload (end-4a).</summary>
/// <param name="Repository">The repository that receives the blob.</param>
/// <param name="Algorithm">
/// The expected algorithm of the digest (<c>?digest-algorithm=</c>); if the upload is completed with another one, the
/// bytes are read again.
/// </param>
public sealed record UploadStart(RepositoryName Repository, DigestAlgorithm Algorithm)
{
    /// <summary>The caller; <see langword="null"/> for the registry itself.</summary>
    public CallContext? Call { get; init; }
}

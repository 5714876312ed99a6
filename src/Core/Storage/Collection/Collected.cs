using Zot.Registry;
using Zot.Storage.Retention;

namespace Zot.Storage.Collection;

/// <summary>The content that the collector removed from a repository, or would remove in a dry run.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Decisions">
/// The decisions of the policy on tags and untagged manifests, if the repository has one.
/// </param>
/// <param name="Manifests">The unreferenced manifests.</param>
/// <param name="Blobs">The removed blobs, manifests included.</param>
/// <param name="Bytes">The number of bytes freed; blobs shared with another repository are not counted.</param>
/// <param name="Uploads">The number of abandoned uploads.</param>
/// <param name="IsEmptied">True if the repository itself is removed, as it has neither blobs nor uploads left.</param>
/// <param name="Fault">The reason why no blobs were removed; <see langword="null"/> if collection succeeded.</param>
public sealed record Collected(
    RepositoryName Repository,
    IReadOnlyList<RetentionDecision> Decisions,
    IReadOnlyList<Digest> Manifests,
    IReadOnlyList<Digest> Blobs,
    long Bytes,
    int Uploads,
    bool IsEmptied,
    string? Fault)
{
    /// <summary>Indicates whether the sweep of the repository ended with an error.</summary>
    public bool HasFailed { get; private init; }

    /// <summary>Creates the result for a repository whose sweep ended with an error.</summary>
    internal static Collected Failed(RepositoryName repository, Exception cause) =>
        new(repository, [], [], [], Bytes: 0, Uploads: 0, IsEmptied: false, $"collection failed: {cause.Message}")
        {
            HasFailed = true,
        };
}

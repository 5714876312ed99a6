using Zot.Registry;
using Zot.Storage.Retention;

namespace Zot.Storage.Collection;

/// <summary>What the collector has removed from a repository, or would remove.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Decisions">What the policy of the repository says of its tags and of its manifests without tag, if there is one.</param>
/// <param name="Manifests">The manifests that nothing names any more.</param>
/// <param name="Blobs">The content, manifests included.</param>
/// <param name="Bytes">How many bytes are free now: what another repository shares is not counted.</param>
/// <param name="Uploads">Uploads that nobody has continued.</param>
/// <param name="IsEmptied">Whether the repository itself goes, as it has neither a blob nor an upload any more.</param>
/// <param name="Fault">Why no content was removed; <see langword="null"/> when there was no reason not to.</param>
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

    /// <summary>The result for a repository whose sweep ended with an error.</summary>
    internal static Collected Failed(RepositoryName repository, Exception cause) =>
        new(repository, [], [], [], Bytes: 0, Uploads: 0, IsEmptied: false, $"it could not be collected: {cause.Message}") { HasFailed = true };
}

using Zot.Registry;

namespace Zot.Storage.Retention;

/// <summary>The decision of a policy on a tag or an untagged manifest.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Manifest">The manifest.</param>
/// <param name="Tag">The tag; <see langword="null"/> for an untagged manifest.</param>
/// <param name="Known">
/// The times of pushes and pulls; <see langword="null"/> if they are unknown or were not read.
/// </param>
/// <param name="IsKept">True if the tag or manifest is kept.</param>
/// <param name="Reason">The reason.</param>
public sealed record RetentionDecision(
    RepositoryName Repository, Descriptor Manifest, string? Tag, ManifestStatistics? Known, bool IsKept, string Reason);

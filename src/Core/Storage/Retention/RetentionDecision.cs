using Zot.Registry;

namespace Zot.Storage.Retention;

/// <summary>What a policy says of a tag, or of a manifest that has none.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Manifest">The manifest.</param>
/// <param name="Tag">The tag; <see langword="null"/> for a manifest without.</param>
/// <param name="Known">When it was pushed and pulled; <see langword="null"/> when nothing is known of it, or nobody asked.</param>
/// <param name="IsKept">Whether it stays.</param>
/// <param name="Reason">Why.</param>
public sealed record RetentionDecision(
    RepositoryName Repository, Descriptor Manifest, string? Tag, ManifestStatistics? Known, bool IsKept, string Reason);

using Zot.Registry;

namespace Zot.Storage.Retention;

/// <summary>A tag or an untagged manifest that a policy evaluates.</summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="Tag">The tag; <see langword="null"/> for an untagged manifest.</param>
/// <param name="Known">The statistics of the manifest, if any.</param>
internal sealed record RetentionCandidate(Descriptor Manifest, string? Tag, ManifestStatistics? Known);

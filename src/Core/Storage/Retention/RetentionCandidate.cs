using Zot.Registry;

namespace Zot.Storage.Retention;

/// <summary>A tag, or a manifest without, that a policy is asked about.</summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="Tag">The tag, if there is one.</param>
/// <param name="Known">What is known of the manifest.</param>
internal sealed record RetentionCandidate(Descriptor Manifest, string? Tag, ManifestStatistics? Known);

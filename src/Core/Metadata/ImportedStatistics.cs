using Zot.Registry;

namespace Zot.Metadata;

/// <summary>What another registry knew of a manifest.</summary>
internal sealed record ImportedStatistics(RepositoryName Repository, Digest Manifest, ManifestStatistics Known);

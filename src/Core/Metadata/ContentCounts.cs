namespace Zot.Metadata;

/// <summary>How much the index knows of.</summary>
/// <param name="Repositories">Repositories.</param>
/// <param name="Tags">Tags, of all of them.</param>
/// <param name="Manifests">Manifests, counted once for each repository that has them.</param>
/// <param name="Pending">Repositories of which something is noted that is not written yet.</param>
/// <param name="Failed">Repositories that cannot be read, or were not the last time it was tried.</param>
public readonly record struct ContentCounts(long Repositories, long Tags, long Manifests, int Pending = 0, int Failed = 0);

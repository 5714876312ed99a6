namespace Zot.Metadata;

/// <summary>The number of objects in the index.</summary>
/// <param name="Repositories">Repositories.</param>
/// <param name="Tags">Tags of all repositories.</param>
/// <param name="Manifests">Manifests, counted once per repository.</param>
/// <param name="Pending">Repositories with changes that are not written yet.</param>
/// <param name="Failed">Repositories whose last read failed.</param>
public readonly record struct ContentCounts(
    long Repositories, long Tags, long Manifests, int Pending = 0, int Failed = 0);

namespace Zot.Storage.Backup;

/// <summary>The result of backing up one repository.</summary>
/// <param name="Name">The name of the repository.</param>
/// <param name="Manifests">The number of manifests in the backup.</param>
/// <param name="Blobs">The number of blobs added to the backup, manifests included.</param>
/// <param name="Copied">
/// The number of bytes copied; blobs that an earlier backup or another repository has are shared with it instead.
/// </param>
/// <param name="Faults">The damaged or missing content of the source, one sentence each.</param>
public sealed record BackedUpRepository(
    string Name, int Manifests, int Blobs, long Copied, IReadOnlyList<string> Faults);

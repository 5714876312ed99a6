namespace Zot.Storage.Backup;

/// <summary>What was done for one repository.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Manifests">The manifests that are in the backup now.</param>
/// <param name="Blobs">The blobs that are new in it, manifests included.</param>
/// <param name="Copied">How many bytes were copied; what an earlier backup or another repository has is shared with it.</param>
/// <param name="Faults">What is damaged or missing in the source: a sentence for each.</param>
public sealed record BackedUpRepository(string Name, int Manifests, int Blobs, long Copied, IReadOnlyList<string> Faults);

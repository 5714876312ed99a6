namespace Zot.Migration.Distribution;

/// <summary>The options of a migration.</summary>
/// <param name="IsDryRun">True to report what would be done. Blobs are checked for existence, but not read.</param>
/// <param name="Copies">True to copy blobs even where they could be shared by hard links.</param>
/// <param name="MovesTags">True to move existing tags of the target to the images they point to in the source.</param>
public sealed record MigrationOptions(bool IsDryRun = false, bool Copies = false, bool MovesTags = false);

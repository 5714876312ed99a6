namespace Zot.Storage.Migration;

/// <summary>How a migration is done.</summary>
/// <param name="IsDryRun">Whether it is only told what would be done. Blobs are then looked at, and not read.</param>
/// <param name="Copies">Whether blobs are copied even where they could be shared by hard links.</param>
/// <param name="MovesTags">Whether tags that are in the target already are moved to the images they name in the source.</param>
public sealed record MigrationOptions(bool IsDryRun = false, bool Copies = false, bool MovesTags = false);

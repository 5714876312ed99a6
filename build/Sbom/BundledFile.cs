namespace Zot.Sbom;

/// <summary>A file within a single-file program.</summary>
/// <param name="Path">The path of the file in the bundle.</param>
/// <param name="Offset">The offset of its first byte.</param>
/// <param name="Size">Its length, in bytes.</param>
/// <param name="PackedSize">Its compressed length, in bytes; 0 if it is not compressed.</param>
internal sealed record BundledFile(string Path, long Offset, long Size, long PackedSize);

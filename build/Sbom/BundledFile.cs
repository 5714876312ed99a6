namespace Zot.Sbom;

/// <summary>A file within a single-file program.</summary>
/// <param name="Path">Its path when it was bundled.</param>
/// <param name="Offset">Where it begins, in bytes.</param>
/// <param name="Size">Its length, in bytes.</param>
/// <param name="PackedSize">Its length as it lies there, in bytes; 0 when it is not compressed.</param>
internal sealed record BundledFile(string Path, long Offset, long Size, long PackedSize);

using Zot.Registry;

namespace Zot.Metadata;

/// <summary>A layer of an image.</summary>
/// <param name="Digest">Its digest.</param>
/// <param name="Size">Its size, in bytes.</param>
public readonly record struct LayerRecord(Digest Digest, long Size);

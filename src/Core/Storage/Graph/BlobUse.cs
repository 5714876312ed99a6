using Zot.Registry;

namespace Zot.Storage.Graph;

/// <summary>A blob, as the manifests of a repository describe it.</summary>
internal sealed class BlobUse(Descriptor descriptor)
{
    internal Digest Digest { get; } = descriptor.Digest;

    internal string MediaType { get; } = descriptor.MediaType;

    /// <summary>In bytes; <see langword="null"/> once manifests have contradicted each other.</summary>
    internal long? Size { get; private set; } = descriptor.Size;

    /// <summary>How often manifests name it.</summary>
    internal int Count { get; set; }

    internal void Meet(Descriptor other) => Size = Size == other.Size ? Size : null;
}

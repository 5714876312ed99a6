using Zot.Benchmarks.Content;

namespace Zot.Benchmarks.Scale;

/// <summary>An image of a data set, with a layer that many repositories share, and a unique one.</summary>
internal sealed record StoredImage(Blob Config, Blob Base, Blob Layer, Blob Manifest)
{
    /// <summary>
    /// The image for another platform, and the index with both, which the tag points to; <see langword="null"/> for most images.
    /// </summary>
    internal (StoredImage Other, Blob Index)? Platforms { get; init; }
}

using Zot.Benchmarks.Content;

namespace Zot.Benchmarks.Scale;

/// <summary>An image of a data set: a layer that many repositories share, and one of its own.</summary>
internal sealed record StoredImage(Blob Config, Blob Base, Blob Layer, Blob Manifest);

using Zot.Benchmarks.Content;

namespace Zot.Benchmarks.Scale;

/// <summary>An image of a data set, with a layer that many repositories share, and a unique one.</summary>
internal sealed record StoredImage(Blob Config, Blob Base, Blob Layer, Blob Manifest);

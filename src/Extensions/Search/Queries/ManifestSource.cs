#if EXT_SEARCH
using Zot.Metadata;
using Zot.Metadata.Queries;

namespace Zot.Extensions.Search.Queries;

/// <summary>A manifest of an image in a response.</summary>
/// <param name="Row">The image.</param>
/// <param name="Manifest">One of its manifests.</param>
internal sealed record ManifestSource(ImageRow Row, ManifestRecord Manifest);
#endif

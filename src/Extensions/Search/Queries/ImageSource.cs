#if EXT_SEARCH
using Zot.Metadata.Queries;

namespace Zot.Extensions.Search.Queries;

/// <summary>An image in a response.</summary>
/// <param name="Row">The image.</param>
/// <param name="IsDeletable">
/// Indicates whether the caller may delete it; <see langword="null"/> if that was not asked.
/// </param>
internal sealed record ImageSource(ImageRow Row, bool? IsDeletable = null);
#endif

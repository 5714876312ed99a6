#if EXT_SEARCH
using Zot.Metadata.Queries;

namespace Zot.Extensions.Search.Queries;

/// <summary>A repository with its images in a response.</summary>
/// <param name="Summary">The repository.</param>
/// <param name="Images">Its images.</param>
internal sealed record RepositoryInfo(RepositoryRow Summary, IReadOnlyList<ImageSource> Images);
#endif

#if !EXT_SEARCH
using Zot.Hosting;

namespace Zot.Extensions.Search;

/// <summary>The search, not part of this build.</summary>
internal sealed class SearchExtension() : DisabledExtension("search");
#endif

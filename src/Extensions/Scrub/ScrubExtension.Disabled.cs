#if !EXT_SCRUB
using Zot.Hosting;

namespace Zot.Extensions.Scrub;

/// <summary>The background scrub, not part of this build; all builds have the command <c>zot scrub</c>.</summary>
internal sealed class ScrubExtension() : DisabledExtension("scrub");
#endif

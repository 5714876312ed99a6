#if !EXT_SCRUB
using Zot.Hosting;

namespace Zot.Extensions.Scrub;

/// <summary>The search for damaged content in the background, not in this build; the command <c>zot scrub</c> is in all of them.</summary>
internal sealed class ScrubExtension() : DisabledExtension("scrub");
#endif

#if !EXT_LINT
using Zot.Hosting;

namespace Zot.Extensions.Lint;

/// <summary>The check of annotations, not part of this build.</summary>
internal sealed class LintExtension() : DisabledExtension("lint");
#endif

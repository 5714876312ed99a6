using Zot.Extensions.Events;
using Zot.Extensions.Lint;
using Zot.Extensions.Metrics;
using Zot.Extensions.Mgmt;
using Zot.Extensions.Scrub;
using Zot.Extensions.UserPrefs;
using Zot.Hosting;

namespace Zot.Extensions;

/// <summary>Every extension there is, as this build has it: the real one or its disabled twin.</summary>
public static class CompiledExtensions
{
    /// <summary>In the order in which they are configured.</summary>
    public static IReadOnlyList<IZotExtension> All { get; } =
    [
        new EventsExtension(),
        new LintExtension(),
        new MetricsExtension(),
        new MgmtExtension(),
        new ScrubExtension(),
        new UserPrefsExtension(),
    ];
}

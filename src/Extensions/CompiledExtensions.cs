using Zot.Extensions.Events;
using Zot.Extensions.Lint;
using Zot.Extensions.Metrics;
using Zot.Extensions.Mgmt;
using Zot.Extensions.Scrub;
using Zot.Extensions.Search;
using Zot.Extensions.Sync;
using Zot.Extensions.UserPrefs;
using Zot.Hosting;

namespace Zot.Extensions;

/// <summary>All extensions of this build: the real implementations or their disabled twins.</summary>
public static class CompiledExtensions
{
    /// <summary>The extensions, in configuration order.</summary>
    public static IReadOnlyList<IZotExtension> All { get; } =
    [
        new EventsExtension(),
        new LintExtension(),
        new MetricsExtension(),
        new MgmtExtension(),
        new ScrubExtension(),
        new SearchExtension(),
        new SyncExtension(),
        new UserPrefsExtension(),
    ];
}

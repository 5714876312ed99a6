#if EXT_SCRUB
using Zot.Hosting;

namespace Zot.Extensions.Tests.Scrub;

/// <summary>Records the results of scrubs.</summary>
internal sealed class RecordedScrubs : IEventRecorder
{
    public List<RepositoryScrubbed> Recorded { get; } = [];

    public ValueTask RecordAsync(RepositoryScrubbed scrubbed)
    {
        Recorded.Add(scrubbed);
        return ValueTask.CompletedTask;
    }
}
#endif

namespace Zot.Hosting;

/// <summary>Records findings of background jobs as events. Does nothing if no sink subscribes to them.</summary>
public interface IEventRecorder
{
    /// <summary>
    /// Records damaged content that a scrub found in a repository. Does not fail if there are no subscribers.
    /// </summary>
    ValueTask RecordAsync(RepositoryScrubbed scrubbed);
}

namespace Zot.Hosting;

/// <summary>Is told of what is found in the background, and tells others. Where nobody wants to know, it does nothing.</summary>
public interface IEventRecorder
{
    /// <summary>A repository was searched for damaged content, and there is some. Never fails for want of somebody to tell.</summary>
    ValueTask RecordAsync(RepositoryScrubbed scrubbed);
}

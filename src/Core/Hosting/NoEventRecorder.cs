namespace Zot.Hosting;

/// <summary>Discards all records: for builds and configurations without events.</summary>
public sealed class NoEventRecorder : IEventRecorder
{
    /// <inheritdoc/>
    public ValueTask RecordAsync(RepositoryScrubbed scrubbed) => ValueTask.CompletedTask;
}

namespace Zot.Hosting;

/// <summary>Tells nobody: what there is in a build, or a configuration, without events.</summary>
public sealed class NoEventRecorder : IEventRecorder
{
    /// <inheritdoc/>
    public ValueTask RecordAsync(RepositoryScrubbed scrubbed) => ValueTask.CompletedTask;
}

#if EXT_EVENTS
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Listening;
using Zot.Extensions.Events.Sinks;
using Zot.Registry;

namespace Zot.Extensions.Events.Delivery;

/// <summary>
/// Delivers events to all sinks, each at its own pace: events are stored in the journal once, and the queue of each
/// sink is a cursor into it.
/// </summary>
internal sealed partial class Broadcaster(
    SinkFactory factory, IEventJournal journal, IServiceProvider services, ILogger<Broadcaster> logger)
    : IHostedService
{
    private SinkHandle[] _sinks = [];
    private ChangeRecorder? _changes;

    /// <summary>The sinks that are running.</summary>
    public IReadOnlyList<SinkHandle> Sinks => _sinks;

    /// <summary>Sets the recorder whose open changes are resolved before the sinks start.</summary>
    public void RecoverFirst(ChangeRecorder changes) => _changes = changes;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Creates the registry with the events layer: open changes are resolved before the first request.
        _ = services.GetService(typeof(IRegistry));
        if (!journal.IsWritable)
        {
            // Deliveries could not be recorded, and would be repeated.
            return;
        }

        if (_changes is not null)
        {
            await _changes.RecoverAsync();
        }

        // Removed sinks must not retain events in the journal forever.
        var sinks = await factory.CreateAsync(cancellationToken);
        if (await journal.ForgetSinksAsync(
            [.. sinks.Select(static sink => sink.Name), .. factory.Disabled]) is > 0 and var forgotten)
        {
            LogForgotten(forgotten);
        }

        foreach (var sink in sinks)
        {
            _sinks = [.. _sinks, sink];
            await sink.StartAsync();
            LogStarted(sink.Name);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => StopAsync(Interlocked.Exchange(ref _sinks, []));

    /// <summary>Stops sinks. A failure of one does not prevent the others from stopping.</summary>
    internal Task StopAsync(IEnumerable<SinkHandle> sinks) => Task.WhenAll(sinks.Select(StopAsync));

    private async Task StopAsync(SinkHandle sink)
    {
        try
        {
            await sink.DisposeAsync();
        }
        catch (Exception cause)
        {
            // The other sinks and the registry still stop; undelivered events remain in the journal.
            LogNotStopped(cause, sink.Name);
        }
    }

    [LoggerMessage(5023, LogLevel.Warning,
        "removed event sinks that are no longer configured, with their pending events: {Count}")]
    private partial void LogForgotten(long count);

    [LoggerMessage(5028, LogLevel.Error, "failed to stop an event sink: {Sink}")]
    private partial void LogNotStopped(Exception cause, string sink);

    [LoggerMessage(5013, LogLevel.Information, "event sink started: {Sink}")]
    private partial void LogStarted(string sink);
}
#endif

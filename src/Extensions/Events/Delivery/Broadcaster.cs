#if EXT_EVENTS
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zot.Registry;

namespace Zot.Extensions.Events;

/// <summary>
/// Brings every event to every sink, each at its own pace: the events lie in the journal once, and each sink has a queue
/// that is a place in it.
/// </summary>
internal sealed partial class Broadcaster(SinkFactory factory, IEventJournal journal, IServiceProvider services, ILogger<Broadcaster> logger)
    : IHostedService
{
    private SinkHandle[] _sinks = [];
    private ChangeRecorder? _changes;

    /// <summary>The sinks that are running.</summary>
    public IReadOnlyList<SinkHandle> Sinks => _sinks;

    /// <summary>Has the changes that were under way at the last stop resolved before anything else.</summary>
    public void RecoverFirst(ChangeRecorder changes) => _changes = changes;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // The layer is made with the registry; no request may come in before its open changes are resolved.
        _ = services.GetService(typeof(IRegistry));
        if (!journal.IsWritable)
        {
            // What is delivered could not be noted, and would be delivered again.
            return;
        }

        if (_changes is not null)
        {
            await _changes.RecoverAsync();
        }

        // Whoever is gone must not keep events in the journal for ever.
        var sinks = await factory.CreateAsync(cancellationToken);
        if (await journal.ForgetSinksAsync([.. sinks.Select(static sink => sink.Name), .. factory.Disabled]) is > 0 and var forgotten)
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

    /// <summary>Stops sinks. One that fails keeps no other from stopping.</summary>
    internal Task StopAsync(IEnumerable<SinkHandle> sinks) => Task.WhenAll(sinks.Select(StopAsync));

    private async Task StopAsync(SinkHandle sink)
    {
        try
        {
            await sink.DisposeAsync();
        }
        catch (Exception cause)
        {
            // The others, and the registry, stop all the same; what was not delivered is in the journal.
            LogNotStopped(cause, sink.Name);
        }
    }

    [LoggerMessage(5023, LogLevel.Warning, "event sinks that are no longer configured were forgotten, with what waited for them: {Count}")]
    private partial void LogForgotten(long count);

    [LoggerMessage(5028, LogLevel.Error, "failed to stop an event sink: {Sink}")]
    private partial void LogNotStopped(Exception cause, string sink);

    [LoggerMessage(5013, LogLevel.Information, "event sink started: {Sink}")]
    private partial void LogStarted(string sink);
}
#endif

#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>A sink that is running: its queue, what replays to it, and how it fares.</summary>
/// <param name="Queue">Takes it the events.</param>
/// <param name="Replays">Takes it events once more.</param>
/// <param name="Endpoint">What sends, without filter and retries: for a test of whether it answers.</param>
/// <param name="Breaker">Lets it rest.</param>
internal sealed record SinkHandle(SinkQueue Queue, ReplayQueue Replays, IEventSink Endpoint, Breaker Breaker) : IAsyncDisposable
{
    /// <summary>The last failure.</summary>
    public required LastFailure Failure { get; init; }

    /// <summary>Its name.</summary>
    public string Name => Queue.Name;

    /// <summary>Begins.</summary>
    public async Task StartAsync()
    {
        await Queue.StartAsync();
        Replays.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await Replays.DisposeAsync();
        await Queue.DisposeAsync();
    }
}
#endif

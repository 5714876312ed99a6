#if EXT_EVENTS
using Zot.Client.Retries;

namespace Zot.Extensions.Events.Delivery;

/// <summary>A running sink: its queues, its endpoint and its state.</summary>
/// <param name="Queue">The queue of pending events.</param>
/// <param name="Replays">The queue of replays.</param>
/// <param name="Endpoint">The sender, without filter and retries, for test events.</param>
/// <param name="Breaker">The circuit breaker.</param>
internal sealed record SinkHandle(SinkQueue Queue, ReplayQueue Replays, IEventSink Endpoint, CircuitBreaker Breaker)
    : IAsyncDisposable
{
    /// <summary>The last failure.</summary>
    public required LastFailure Failure { get; init; }

    /// <summary>The name of the sink.</summary>
    public string Name => Queue.Name;

    /// <summary>Starts the queues.</summary>
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

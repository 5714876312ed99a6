#if EXT_EVENTS
namespace Zot.Extensions.Events.Delivery;

/// <summary>Configures the queue of a sink.</summary>
internal sealed record QueuePolicy
{
    /// <summary>The scope in which events are delivered in order.</summary>
    public Ordering Ordering { get; init; }

    /// <summary>The maximum number of events in a batch.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>The time to wait for a batch to fill.</summary>
    public TimeSpan BatchWait { get; init; }

    /// <summary>The maximum number of pending events; 0 for no limit.</summary>
    public long MaxEvents { get; init; }

    /// <summary>The maximum number of bytes of pending events; 0 for no limit.</summary>
    public long MaxBytes { get; init; }

    /// <summary>The action to take when a limit is reached.</summary>
    public OnFull OnFull { get; init; }

    /// <summary>The retention of dead letters; zero to keep them forever.</summary>
    public TimeSpan DeadLetterRetention { get; init; }

    /// <summary>Indicates whether there is a limit.</summary>
    public bool IsLimited => MaxEvents > 0 || MaxBytes > 0;

    /// <summary>Indicates whether a limit is reached.</summary>
    public bool IsFull(long events, long bytes) =>
        (MaxEvents > 0 && events >= MaxEvents) || (MaxBytes > 0 && bytes >= MaxBytes);
}
#endif

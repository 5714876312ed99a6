#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>How a queue takes events to its sink.</summary>
internal sealed record QueuePolicy
{
    /// <summary>Which events go one after the other.</summary>
    public Ordering Ordering { get; init; }

    /// <summary>How many events go together at most.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>How long to wait for as many.</summary>
    public TimeSpan BatchWait { get; init; }

    /// <summary>How many events may wait; 0 for any number.</summary>
    public long MaxEvents { get; init; }

    /// <summary>How many bytes of events may wait; 0 for any number.</summary>
    public long MaxBytes { get; init; }

    /// <summary>What gives way when as much waits as may.</summary>
    public OnFull OnFull { get; init; }

    /// <summary>How long dead letters are kept; zero for ever.</summary>
    public TimeSpan DeadLetterRetention { get; init; }

    /// <summary>Whether there is a limit.</summary>
    public bool IsLimited => MaxEvents > 0 || MaxBytes > 0;

    /// <summary>Whether as much waits as may.</summary>
    public bool IsFull(long events, long bytes) => (MaxEvents > 0 && events >= MaxEvents) || (MaxBytes > 0 && bytes >= MaxBytes);
}
#endif

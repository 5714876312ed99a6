#if EXT_EVENTS
namespace Zot.Extensions.Events.Delivery;

/// <summary>The last failure of a sink, as its status reports it.</summary>
internal sealed class LastFailure(TimeProvider time)
{
    private volatile Entry? _entry;

    /// <summary>The reason; <see langword="null"/> if there was no failure since the start.</summary>
    public string? Reason => _entry?.Reason;

    /// <summary>The time of the failure.</summary>
    public DateTimeOffset? Time => _entry?.Time;

    /// <summary>Records a failure.</summary>
    public void Note(string reason) => _entry = new Entry(reason, time.GetUtcNow());

    private sealed record Entry(string Reason, DateTimeOffset Time);
}
#endif

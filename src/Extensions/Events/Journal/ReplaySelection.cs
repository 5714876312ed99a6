#if EXT_EVENTS
namespace Zot.Extensions.Events.Journal;

/// <summary>Selects the events to redeliver: those that match all given criteria.</summary>
internal sealed record ReplaySelection
{
    /// <summary>The id of an event.</summary>
    public string? Id { get; init; }

    /// <summary>The name of a repository.</summary>
    public string? Repository { get; init; }

    /// <summary>The earliest time, inclusive.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The latest time, inclusive.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The lowest sequence number, inclusive.</summary>
    public long? FromSequence { get; init; }

    /// <summary>The highest sequence number, inclusive.</summary>
    public long? ToSequence { get; init; }

    /// <summary>Indicates whether only dead letters are selected.</summary>
    public bool DeadOnly { get; init; }

    /// <summary>Indicates whether no criterion is given, which callers reject as a mistake.</summary>
    public bool IsEmpty => this == new ReplaySelection();
}
#endif

#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>Which events are to be delivered once more: those that fit all that is given.</summary>
internal sealed record ReplaySelection
{
    /// <summary>One event.</summary>
    public string? Id { get; init; }

    /// <summary>The events of one repository.</summary>
    public string? Repository { get; init; }

    /// <summary>Those that happened at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Those that happened at this time or earlier.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Those with this number or a greater one.</summary>
    public long? FromSequence { get; init; }

    /// <summary>Those with this number or a lesser one.</summary>
    public long? ToSequence { get; init; }

    /// <summary>Only dead letters.</summary>
    public bool DeadOnly { get; init; }

    /// <summary>Whether it selects nothing in particular, which is taken for a mistake.</summary>
    public bool IsEmpty => this == new ReplaySelection();
}
#endif

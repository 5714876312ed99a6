#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>An event was given up for one sink: it becomes a dead letter.</summary>
internal sealed class UndeliverableException(int attempts, DateTimeOffset since, string reason) : Exception(reason)
{
    /// <summary>How often it was tried.</summary>
    public int Attempts { get; } = attempts;

    /// <summary>When it was tried first.</summary>
    public DateTimeOffset Since { get; } = since;

    /// <summary>Gets the dead letter's reason for an exception that no sink throws on purpose.</summary>
    public static UndeliverableException Of(Exception cause, DateTimeOffset now) =>
        new(attempts: 1, now, $"failed to send the event: {cause.GetType().Name}: {cause.Message}") { IsFailure = true };

    /// <summary>Indicates whether the registry itself failed to send it: others of its batch may be sound.</summary>
    public bool IsFailure { get; init; }
}
#endif

#if EXT_EVENTS
namespace Zot.Extensions.Events.Delivery;

/// <summary>
/// The exception that is thrown when an event cannot be delivered to a sink and becomes a dead letter.
/// </summary>
internal sealed class UndeliverableException(int attempts, DateTimeOffset since, string reason) : Exception(reason)
{
    /// <summary>The number of attempts.</summary>
    public int Attempts { get; } = attempts;

    /// <summary>The time of the first attempt.</summary>
    public DateTimeOffset Since { get; } = since;

    /// <summary>
    /// Creates the exception for an unexpected failure, whose message becomes the reason of the dead letter.
    /// </summary>
    public static UndeliverableException Of(Exception cause, DateTimeOffset now) =>
        new(attempts: 1, now, $"failed to send the event: {cause.GetType().Name}: {cause.Message}")
        {
            IsFailure = true,
        };

    /// <summary>
    /// Indicates whether the registry itself failed to send the event: other events of its batch may be valid.
    /// </summary>
    public bool IsFailure { get; init; }
}
#endif

#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>An event was given up for one sink: it becomes a dead letter.</summary>
internal sealed class UndeliverableException(int attempts, DateTimeOffset since, string reason) : Exception(reason)
{
    /// <summary>How often it was tried.</summary>
    public int Attempts { get; } = attempts;

    /// <summary>When it was tried first.</summary>
    public DateTimeOffset Since { get; } = since;
}
#endif

#if EXT_EVENTS
namespace Zot.Extensions.Events.Delivery;

/// <summary>The action to take when the limit of pending events of a sink is reached.</summary>
internal enum OnFull
{
    /// <summary>Drop pulls.</summary>
    ShedPulls,

    /// <summary>Drop the oldest events, which become dead letters.</summary>
    DropOldest,

    /// <summary>Reject changes of the registry.</summary>
    RejectWrites,
}
#endif

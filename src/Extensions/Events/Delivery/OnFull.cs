#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>What gives way when as much waits for a sink as may.</summary>
internal enum OnFull
{
    /// <summary>Pulls: they are not told of.</summary>
    ShedPulls,

    /// <summary>The events that wait longest: they become dead letters.</summary>
    DropOldest,

    /// <summary>Changes of the registry: they are refused.</summary>
    RejectWrites,
}
#endif

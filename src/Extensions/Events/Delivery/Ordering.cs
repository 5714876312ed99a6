#if EXT_EVENTS
namespace Zot.Extensions.Events.Delivery;

/// <summary>The scope in which events are delivered to a sink in order.</summary>
internal enum Ordering
{
    /// <summary>The events of a repository.</summary>
    Repository,

    /// <summary>All events of the sink.</summary>
    Endpoint,

    /// <summary>No order.</summary>
    None,
}
#endif

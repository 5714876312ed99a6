#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>Which events go to a sink one after the other.</summary>
internal enum Ordering
{
    /// <summary>Those of a repository.</summary>
    Repository,

    /// <summary>All of them.</summary>
    Endpoint,

    /// <summary>None.</summary>
    None,
}
#endif

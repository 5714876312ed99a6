#if EXT_EVENTS
namespace Zot.Extensions.Events.Sinks;

/// <summary>The redirects that are followed.</summary>
internal enum RedirectRule
{
    /// <summary>No redirects.</summary>
    None,

    /// <summary>Redirects that keep the method, and thus the event: 307 and 308.</summary>
    WithTheEvent,

    /// <summary>
    /// As in the distribution registry: additionally 301, 302 and 303, with a GET that does not carry the event.
    /// </summary>
    AsUpstream,
}
#endif

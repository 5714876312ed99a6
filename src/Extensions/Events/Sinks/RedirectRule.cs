#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>Which redirects are followed.</summary>
internal enum RedirectRule
{
    /// <summary>None.</summary>
    None,

    /// <summary>Those that keep the method, and so the event: 307 and 308.</summary>
    WithTheEvent,

    /// <summary>As the distribution registry does: 301, 302 and 303 with a GET, which has no event, too.</summary>
    AsUpstream,
}
#endif

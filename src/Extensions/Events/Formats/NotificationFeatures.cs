#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>What the envelope of an endpoint holds.</summary>
/// <param name="Generation">Which version of the envelope.</param>
internal sealed record NotificationFeatures(NotificationGeneration Generation)
{
    /// <summary>Whether a manifest's event lists what it points to.</summary>
    public bool References { get; init; }

    /// <summary>Whether the members of the first draft are there, too.</summary>
    public bool DraftFields { get; init; }

    /// <summary>Whether more is told than the distribution registry knows.</summary>
    public bool Extended { get; init; }

    /// <summary>Whether there is nothing in a request that the distribution registry does not send.</summary>
    public bool IsUpstream { get; init; }
}
#endif

#if EXT_EVENTS
namespace Zot.Extensions.Events.Formats;

/// <summary>Describes the envelope of an endpoint.</summary>
/// <param name="Generation">The version of the envelope.</param>
internal sealed record NotificationFeatures(NotificationGeneration Generation)
{
    /// <summary>Indicates whether the event of a manifest lists its references.</summary>
    public bool References { get; init; }

    /// <summary>Indicates whether the members of the first draft are included.</summary>
    public bool DraftFields { get; init; }

    /// <summary>
    /// Indicates whether members and actions that the distribution registry does not have are included.
    /// </summary>
    public bool Extended { get; init; }

    /// <summary>Indicates whether requests are restricted to what the distribution registry sends.</summary>
    public bool IsUpstream { get; init; }
}
#endif

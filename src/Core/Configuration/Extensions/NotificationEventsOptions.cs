namespace Zot.Configuration;

/// <summary>What each notification holds: the section <c>notifications.events</c>.</summary>
public sealed record NotificationEventsOptions : ISection<NotificationEventsOptions>
{
    /// <summary>Whether a manifest's event carries the descriptors it points to. Default: false.</summary>
    public bool IncludeReferences { get; init; }

    static NotificationEventsOptions ISection<NotificationEventsOptions>.Read(Section section)
    {
        var defaults = new NotificationEventsOptions();
        return new NotificationEventsOptions { IncludeReferences = section.Flag(defaults.IncludeReferences, "includereferences") };
    }
}

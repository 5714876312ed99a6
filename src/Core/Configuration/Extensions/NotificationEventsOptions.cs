using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>The content of notifications: the section <c>notifications.events</c>.</summary>
public sealed record NotificationEventsOptions : ISection<NotificationEventsOptions>
{
    /// <summary>
    /// Indicates whether the event of a manifest includes the descriptors that it references. Default: false.
    /// </summary>
    public bool IncludeReferences { get; init; }

    static NotificationEventsOptions ISection<NotificationEventsOptions>.Read(Section section)
    {
        var defaults = new NotificationEventsOptions();
        return new NotificationEventsOptions
        {
            IncludeReferences = section.Flag(defaults.IncludeReferences, "includereferences"),
        };
    }
}

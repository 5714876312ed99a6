namespace Zot.Configuration;

/// <summary>Who is told, in the form of the distribution registry: the section <c>extensions.events.notifications</c>.</summary>
/// <remarks>The keys are those of that registry's <c>notifications</c>, so that a block can be taken over as it is.</remarks>
public sealed record NotificationsOptions : ISection<NotificationsOptions>
{
    /// <summary>What each event holds.</summary>
    public NotificationEventsOptions Events { get; init; } = new();

    /// <summary>Who is told.</summary>
    public IReadOnlyList<NotificationEndpointOptions> Endpoints { get; init; } = [];

    static NotificationsOptions ISection<NotificationsOptions>.Read(Section section)
    {
        var defaults = new NotificationsOptions();
        return new NotificationsOptions
        {
            Events = section.Group(defaults.Events),
            Endpoints = section.Groups(defaults.Endpoints),
        };
    }

    void ISection<NotificationsOptions>.Check(SectionRules rules)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < Endpoints.Count; index++)
        {
            var name = Endpoints[index].Name;
            rules.Check(name.Length == 0 || names.Add(name), name, "must be the name of one endpoint only", key: $"{nameof(Endpoints)}[{index}].name");
        }
    }
}

namespace Zot.Configuration;

/// <summary>Who is told, in the form of the distribution registry: the section <c>extensions.events.notifications</c>.</summary>
/// <remarks>The keys are those of that registry's <c>notifications</c>, so that a block can be taken over as it is.</remarks>
public sealed record NotificationsOptions : ISection<NotificationsOptions>
{
    /// <summary>The <c>compat</c> of every endpoint that has none of its own. Default: none.</summary>
    public string Compat { get; init; } = "";

    /// <summary>What each event holds.</summary>
    public NotificationEventsOptions Events { get; init; } = new();

    /// <summary>Who is told.</summary>
    public IReadOnlyList<NotificationEndpointOptions> Endpoints { get; init; } = [];

    static NotificationsOptions ISection<NotificationsOptions>.Read(Section section)
    {
        var defaults = new NotificationsOptions();
        var compat = section.Text(defaults.Compat);
        return new NotificationsOptions
        {
            Compat = compat,
            Events = section.Group(defaults.Events),
            Endpoints = section.Groups(defaults.Endpoints, within => NotificationEndpointOptions.Read(within, compat)),
        };
    }

    void ISection<NotificationsOptions>.Check(SectionRules rules)
    {
        rules.Check(Compat is "" or NotificationEndpointOptions.Upstream, Compat, "must be 'upstream' or not there");
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < Endpoints.Count; index++)
        {
            var name = Endpoints[index].Name;
            rules.Check(name.Length == 0 || names.Add(name), name, "must be the name of one endpoint only", key: $"{nameof(Endpoints)}[{index}].name");
        }
    }
}

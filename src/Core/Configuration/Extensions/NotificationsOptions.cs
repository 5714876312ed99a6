using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>
/// The notifications in the format of the distribution registry: the section <c>extensions.events.notifications</c>.
/// </summary>
/// <remarks>
/// The keys match those of that registry's <c>notifications</c>, so that an existing block can be used unchanged.
/// </remarks>
public sealed record NotificationsOptions : ISection<NotificationsOptions>
{
    /// <summary>The <c>compat</c> of endpoints that do not set their own. Default: none.</summary>
    public string Compat { get; init; } = "";

    /// <summary>The content of notifications.</summary>
    public NotificationEventsOptions Events { get; init; } = new();

    /// <summary>The receivers of notifications.</summary>
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
        rules.Check(Compat is "" or NotificationEndpointOptions.Upstream, Compat, "must be 'upstream' or empty");
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < Endpoints.Count; index++)
        {
            var name = Endpoints[index].Name;
            rules.Check(
                name.Length == 0 || names.Add(name),
                name,
                "must be unique among the endpoints",
                key: $"{nameof(Endpoints)}[{index}].name");
        }
    }
}

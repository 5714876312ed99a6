using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>The publishing of events: the section <c>extensions.events</c>.</summary>
public sealed record EventsOptions : ISection<EventsOptions>
{
    /// <summary>Indicates whether the extension is enabled. Default: false, even if the section exists.</summary>
    public bool Enable { get; init; }

    /// <summary>The receivers of CloudEvents.</summary>
    public IReadOnlyList<EventSinkOptions> Sinks { get; init; } = [];

    /// <summary>The receivers of notifications in the format of the distribution registry. Default: none.</summary>
    public NotificationsOptions? Notifications { get; init; }

    /// <summary>
    /// The time for which events are kept for replay after all sinks have received them. Default: 168h, a week.
    /// </summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// The maximum size of the journal in bytes, beyond which changes are rejected. Default: 0, no limit except the
    /// disk.
    /// </summary>
    public long MaxJournalBytes { get; init; }

    static EventsOptions ISection<EventsOptions>.Read(Section section)
    {
        var defaults = new EventsOptions();
        return new EventsOptions
        {
            Enable = section.Flag(defaults.Enable),
            Sinks = section.Groups(defaults.Sinks),
            Retention = section.Duration(defaults.Retention),
            MaxJournalBytes = section.Size(defaults.MaxJournalBytes),
            Notifications = section.Group(defaults.Notifications),
        };
    }

    void ISection<EventsOptions>.Check(SectionRules rules)
    {
        rules.Check(MaxJournalBytes >= 0, MaxJournalBytes, "must not be negative");
        CheckNames(rules);
        rules.Check(Retention >= TimeSpan.Zero, Retention, "must not be negative");
        if (Enable && Sinks.Count == 0 && Notifications is not { Endpoints.Count: > 0 })
        {
            rules.Warn("", "has no effect: neither sinks nor notifications.endpoints are configured");
        }
    }

    // Sinks and endpoints keep their checkpoints in the same journal, by name.
    private void CheckNames(SectionRules rules)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var targets = new HashSet<(string Type, string Address, string? Channel)>();
        for (var index = 0; index < Sinks.Count; index++)
        {
            var sink = Sinks[index];
            rules.Check(
                sink.Name.Length == 0 ? targets.Add((sink.Type, sink.Address, sink.Channel)) : names.Add(sink.Name),
                sink.Name,
                "must be unique; without a name, type, address and channel must be", key: $"sinks[{index}].name");
        }

        for (var index = 0; index < (Notifications?.Endpoints.Count ?? 0); index++)
        {
            var name = Notifications!.Endpoints[index].Name;
            rules.Check(
                name.Length == 0 || !names.Contains(name), name, "must not also be the name of a sink",
                key: $"notifications.endpoints[{index}].name");
        }
    }
}

namespace Zot.Configuration;

/// <summary>What others are told of: the section <c>extensions.events</c>.</summary>
public sealed record EventsOptions : ISection<EventsOptions>
{
    /// <summary>Whether it is on. Default: false, also when the section is present.</summary>
    public bool Enable { get; init; }

    /// <summary>Who is told, as CloudEvents.</summary>
    public IReadOnlyList<EventSinkOptions> Sinks { get; init; } = [];

    /// <summary>Who is told, in the form of the distribution registry. Default: nobody.</summary>
    public NotificationsOptions? Notifications { get; init; }

    /// <summary>How long events are kept for replay once every sink has them. Default: 168h, a week.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How large the journal may become before changes are refused. Default: 0, as large as the disk.</summary>
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
            rules.Warn("", "has nobody to tell: neither sinks nor notifications.endpoints");
        }
    }

    // All of them have their place in one journal, by their names.
    private void CheckNames(SectionRules rules)
    {
        var names = new HashSet<string>(Sinks.Select(static sink => sink.Name), StringComparer.Ordinal);
        for (var index = 0; index < (Notifications?.Endpoints.Count ?? 0); index++)
        {
            var name = Notifications!.Endpoints[index].Name;
            rules.Check(
                name.Length == 0 || !names.Contains(name), name, "must not be the name of a sink, too",
                key: $"notifications.endpoints[{index}].name");
        }
    }
}

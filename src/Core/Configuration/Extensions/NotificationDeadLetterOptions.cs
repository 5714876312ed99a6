using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>The handling of events that could not be delivered to an endpoint: the section <c>deadLetter</c>.</summary>
public sealed record NotificationDeadLetterOptions : ISection<NotificationDeadLetterOptions>
{
    /// <summary>The time for which dead letters are kept. Default: 0s, until they are replayed or purged.</summary>
    public TimeSpan Retention { get; init; }

    static NotificationDeadLetterOptions ISection<NotificationDeadLetterOptions>.Read(Section section)
    {
        var defaults = new NotificationDeadLetterOptions();
        return new NotificationDeadLetterOptions { Retention = section.DurationWithUnit(defaults.Retention) };
    }

    void ISection<NotificationDeadLetterOptions>.Check(SectionRules rules) =>
        rules.Check(Retention >= TimeSpan.Zero, Retention, "must not be negative");
}

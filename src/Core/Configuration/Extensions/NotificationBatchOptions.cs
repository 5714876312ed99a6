using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>The batching of events into requests: the section <c>batch</c> of an endpoint.</summary>
public sealed record NotificationBatchOptions : ISection<NotificationBatchOptions>
{
    private const int Most = 256;

    /// <summary>The maximum number of events in a request. Default: 1.</summary>
    public int MaxEvents { get; init; } = 1;

    /// <summary>
    /// The maximum time to wait for a full batch. Default: 0s, no longer than the previous request takes.
    /// </summary>
    public TimeSpan MaxWait { get; init; }

    static NotificationBatchOptions ISection<NotificationBatchOptions>.Read(Section section)
    {
        var defaults = new NotificationBatchOptions();
        return new NotificationBatchOptions
        {
            MaxEvents = section.Number(defaults.MaxEvents),
            MaxWait = section.DurationWithUnit(defaults.MaxWait),
        };
    }

    void ISection<NotificationBatchOptions>.Check(SectionRules rules)
    {
        rules.Check(MaxEvents is >= 1 and <= Most, MaxEvents, "must be from 1 to 256");
        rules.Check(MaxWait >= TimeSpan.Zero, MaxWait, "must not be negative");
    }
}

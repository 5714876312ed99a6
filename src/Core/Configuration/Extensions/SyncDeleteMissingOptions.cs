using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>The removal of copied tags that the upstream registry no longer has: <c>deleteMissing</c>.</summary>
public sealed record SyncDeleteMissingOptions : ISection<SyncDeleteMissingOptions>
{
    /// <summary>Indicates whether tags are removed. Default: false.</summary>
    public bool Enable { get; init; }

    /// <summary>The time for which a tag must have been missing before it is removed. Default: 7 days.</summary>
    public TimeSpan GraceTime { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Indicates whether removals are only logged. Default: false.</summary>
    public bool DryRun { get; init; }

    static SyncDeleteMissingOptions ISection<SyncDeleteMissingOptions>.Read(Section section)
    {
        var defaults = new SyncDeleteMissingOptions();
        return new SyncDeleteMissingOptions
        {
            Enable = section.Flag(defaults.Enable),
            GraceTime = section.DurationWithUnit(defaults.GraceTime),
            DryRun = section.Flag(defaults.DryRun),
        };
    }

    void ISection<SyncDeleteMissingOptions>.Check(SectionRules rules) =>
        rules.Check(GraceTime >= TimeSpan.Zero, GraceTime, "must not be negative");
}

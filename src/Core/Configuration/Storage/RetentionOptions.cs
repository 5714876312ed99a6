using Zot.Configuration.Binding;

namespace Zot.Configuration.Storage;

/// <summary>The retention settings: the section <c>storage.retention</c>.</summary>
public sealed record RetentionOptions : ISection<RetentionOptions>
{
    /// <summary>Indicates whether removals are only logged. Default: false.</summary>
    public bool DryRun { get; init; }

    /// <summary>
    /// The minimum age of untagged manifests and of referrers without a subject before they are removed. Default:
    /// <see cref="StorageOptions.GcDelay"/>.
    /// </summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The policies; the first whose repositories match applies.</summary>
    public IReadOnlyList<RetentionPolicyOptions> Policies { get; init; } = [];

    /// <summary>Indicates whether the policies require the times at which manifests were pushed and pulled.</summary>
    public bool NeedsStatistics =>
        Policies.Any(
            static policy => policy.KeepUntagged is not null || policy.KeepTags.Any(static entry => entry.HasRules));

    static RetentionOptions ISection<RetentionOptions>.Read(Section section) =>
        Read(section, new RetentionOptions().Delay);

    internal static RetentionOptions Read(Section section, TimeSpan gcDelay)
    {
        var defaults = new RetentionOptions { Delay = gcDelay };
        return new RetentionOptions
        {
            DryRun = section.Flag(defaults.DryRun),
            Delay = section.Duration(defaults.Delay),
            Policies = section.Groups(defaults.Policies),
        };
    }

    void ISection<RetentionOptions>.Check(SectionRules rules) =>
        rules.Check(Delay >= TimeSpan.Zero || !rules.Has("delay"), Delay, "must not be negative");
}

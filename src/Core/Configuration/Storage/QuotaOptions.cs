namespace Zot.Configuration;

/// <summary>An entry of <c>storage.quotas</c>: how much some repositories may hold together.</summary>
public sealed record QuotaOptions : ISection<QuotaOptions>
{
    /// <summary>The repositories it is for, as a glob: <c>*</c> within a component, <c>**</c> across. Default: those of <see cref="User"/>.</summary>
    public string? Pattern { get; init; }

    /// <summary>The user it is for: the repositories whose first push was theirs. Default: those of <see cref="Pattern"/>.</summary>
    public string? User { get; init; }

    /// <summary>How many bytes they may hold together; what repositories share counts in each. Required.</summary>
    public long MaxBytes { get; init; }

    static QuotaOptions ISection<QuotaOptions>.Read(Section section)
    {
        var defaults = new QuotaOptions();
        return new QuotaOptions
        {
            Pattern = section.Text(defaults.Pattern),
            User = section.Text(defaults.User),
            MaxBytes = section.Size(defaults.MaxBytes),
        };
    }

    void ISection<QuotaOptions>.Check(SectionRules rules)
    {
        rules.Check(
            string.IsNullOrEmpty(Pattern) != string.IsNullOrEmpty(User), Pattern, "must be given, unless user is: one of them, not both");
        rules.Check(Pattern is null || GlobSyntax.IsValid(Pattern), Pattern, "must be a glob");
        rules.Check(MaxBytes > 0, MaxBytes, "must be a number of bytes above zero");
    }
}

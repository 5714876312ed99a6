using Zot.Configuration.Binding;
using Zot.Configuration.Values;

namespace Zot.Configuration.Storage;

/// <summary>An entry of <c>storage.quotas</c>: the maximum total size of a set of repositories.</summary>
public sealed record QuotaOptions : ISection<QuotaOptions>
{
    /// <summary>
    /// The repositories that the quota applies to, as a glob: <c>*</c> within a component, <c>**</c> across. Default:
    /// those of <see cref="User"/>.
    /// </summary>
    public string? Pattern { get; init; }

    /// <summary>
    /// The user whose repositories the quota applies to: those that the user was the first to push to. Default: those
    /// of <see cref="Pattern"/>.
    /// </summary>
    public string? User { get; init; }

    /// <summary>
    /// The maximum total size in bytes; content shared by several repositories counts in each of them. Required.
    /// </summary>
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
            string.IsNullOrEmpty(Pattern) != string.IsNullOrEmpty(User),
            Pattern, "exactly one of pattern and user must be set");
        rules.Check(Pattern is null || GlobSyntax.IsValid(Pattern), Pattern, "must be a glob");
        rules.Check(MaxBytes > 0, MaxBytes, "must be a positive number of bytes");
    }
}

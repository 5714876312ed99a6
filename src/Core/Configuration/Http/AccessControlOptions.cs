namespace Zot.Configuration;

/// <summary>Who may do what: the section <c>http.accessControl</c>.</summary>
/// <remarks>Globs and conditions are checked by who reads them, as a rule of the build: <see cref="ConfigurationSource.Rules"/>.</remarks>
public sealed record AccessControlOptions : ISection<AccessControlOptions>
{
    /// <summary>The rights within repositories, by glob, in lower case; of several that match the longest counts.</summary>
    public IReadOnlyDictionary<string, RepositoryPolicyOptions> Repositories { get; init; } =
        new Dictionary<string, RepositoryPolicyOptions>(StringComparer.Ordinal);

    /// <summary>The rights in every repository. Default: nobody's.</summary>
    public PolicyOptions AdminPolicy { get; init; } = new();

    /// <summary>The groups that are defined here, by their names as written.</summary>
    public IReadOnlyDictionary<string, GroupOptions> Groups { get; init; } =
        new Dictionary<string, GroupOptions>(StringComparer.Ordinal);

    /// <summary>Who may read the metrics. Default: nobody.</summary>
    public MetricsAccessOptions Metrics { get; init; } = new();

    static AccessControlOptions ISection<AccessControlOptions>.Read(Section section)
    {
        var defaults = new AccessControlOptions();
        return new AccessControlOptions
        {
            Repositories = section.Map(defaults.Repositories),
            AdminPolicy = section.Group(defaults.AdminPolicy),
            Groups = section.MapAsWritten(defaults.Groups),
            Metrics = section.Group(defaults.Metrics),
        };
    }

    void ISection<AccessControlOptions>.Check(SectionRules rules) => AccessControlNames.Check(this, rules);
}

using Zot.Configuration.Binding;
using Zot.Configuration.Loading;

namespace Zot.Configuration.Http;

/// <summary>The authorization settings: the section <c>http.accessControl</c>.</summary>
/// <remarks>
/// Globs and conditions are validated by the component that evaluates them, through a rule of the build:
/// <see cref="ConfigurationSource.Rules"/>.
/// </remarks>
public sealed record AccessControlOptions : ISection<AccessControlOptions>
{
    /// <summary>
    /// The permissions within repositories, by glob in lower case; if several match, the longest applies.
    /// </summary>
    public IReadOnlyDictionary<string, RepositoryPolicyOptions> Repositories { get; init; } =
        new Dictionary<string, RepositoryPolicyOptions>(StringComparer.Ordinal);

    /// <summary>The permissions in every repository. Default: none.</summary>
    public PolicyOptions AdminPolicy { get; init; } = new();

    /// <summary>The groups defined here, by name as written.</summary>
    public IReadOnlyDictionary<string, GroupOptions> Groups { get; init; } =
        new Dictionary<string, GroupOptions>(StringComparer.Ordinal);

    /// <summary>The users who may read the metrics. Default: none.</summary>
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

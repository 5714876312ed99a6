namespace Zot.Configuration;

/// <summary>Who may read the metrics: the section <c>http.accessControl.metrics</c>.</summary>
public sealed record MetricsAccessOptions : ISection<MetricsAccessOptions>
{
    /// <summary>The users who may. Default: nobody, administrators neither.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>What everybody may do who has no name; <c>read</c> opens the metrics. Default: nothing.</summary>
    public IReadOnlyList<string> AnonymousPolicy { get; init; } = [];

    static MetricsAccessOptions ISection<MetricsAccessOptions>.Read(Section section)
    {
        var defaults = new MetricsAccessOptions();
        return new MetricsAccessOptions
        {
            Users = section.Texts(defaults.Users),
            AnonymousPolicy = section.Texts(defaults.AnonymousPolicy),
        };
    }
}

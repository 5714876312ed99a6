using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>The access to the metrics: the section <c>http.accessControl.metrics</c>.</summary>
public sealed record MetricsAccessOptions : ISection<MetricsAccessOptions>
{
    /// <summary>The users who may read the metrics. Default: none, not even administrators.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>
    /// The actions that anonymous clients may perform; <c>read</c> makes the metrics public. Default: none.
    /// </summary>
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

using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>The metrics endpoint: the section <c>extensions.metrics.prometheus</c>.</summary>
public sealed record PrometheusOptions : ISection<PrometheusOptions>
{
    /// <summary>
    /// The path of the metrics, on the port of the registry: normalized, and neither <c>/</c> nor <c>/v2</c>. Default:
    /// /metrics.
    /// </summary>
    public string Path { get; init; } = "/metrics";

    static PrometheusOptions ISection<PrometheusOptions>.Read(Section section)
    {
        var defaults = new PrometheusOptions();
        return new PrometheusOptions { Path = section.Text(defaults.Path) };
    }

    void ISection<PrometheusOptions>.Check(SectionRules rules)
    {
        rules.Check(Path.StartsWith('/'), Path, "must start with /", "metrics path must start with /");
        rules.Check(
            !Path.StartsWith('/')
                || Path == "/"
                || Path[1..].Split('/').All(static part => part is not ("" or "." or "..")),
            Path, "must have no empty, . or .. component", "invalid metrics path");
        rules.Check(
            Path is not ("/" or "/v2" or "/v2/"),
            Path,
            "must not be a path of the registry",
            "provided metrics path is disallowed");
    }
}

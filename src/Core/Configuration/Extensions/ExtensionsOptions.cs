using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>The extensions, which add to the storing and serving of content: the section <c>extensions</c>.</summary>
/// <remarks>
/// An existing section, even if empty, enables its extension, except for <c>lint</c> and <c>events</c>.
/// </remarks>
public sealed record ExtensionsOptions : ISection<ExtensionsOptions>
{
    /// <summary>The search index, and the vulnerability scanner. Default: disabled.</summary>
    public SearchOptions? Search { get; init; }

    /// <summary>The replication from other registries. Default: disabled.</summary>
    public SyncOptions? Sync { get; init; }

    /// <summary>The metrics for Prometheus. Default: disabled.</summary>
    public MetricsOptions? Metrics { get; init; }

    /// <summary>The scrub, which detects damaged content. Default: disabled.</summary>
    public ScrubOptions? Scrub { get; init; }

    /// <summary>The requirements for manifests. Default: disabled.</summary>
    public LintOptions? Lint { get; init; }

    /// <summary>The web interface. Default: disabled.</summary>
    public UiOptions? Ui { get; init; }

    /// <summary>The verification of signatures. Default: disabled.</summary>
    public TrustOptions? Trust { get; init; }

    /// <summary>The publishing of events. Default: disabled.</summary>
    public EventsOptions? Events { get; init; }

    /// <summary>No effect: enabled by <see cref="Search"/>.</summary>
    public ObsoleteOptions? Mgmt { get; init; }

    /// <summary>No effect: replaced by <c>http.auth.apikey</c>.</summary>
    public ObsoleteOptions? ApiKey { get; init; }

    static ExtensionsOptions ISection<ExtensionsOptions>.Read(Section section)
    {
        var defaults = new ExtensionsOptions();
        return new ExtensionsOptions
        {
            Search = section.Group(defaults.Search),
            Sync = section.Group(defaults.Sync),
            Metrics = section.Group(defaults.Metrics),
            Scrub = section.Group(defaults.Scrub),
            Lint = section.Group(defaults.Lint),
            Ui = section.Group(defaults.Ui),
            Trust = section.Group(defaults.Trust),
            Events = section.Group(defaults.Events),
            Mgmt = section.Group(defaults.Mgmt),
            ApiKey = section.Group(defaults.ApiKey, "apikey"),
        };
    }

    void ISection<ExtensionsOptions>.Check(SectionRules rules)
    {
        if (Ui is { Enable: true } && Search is not { Enable: true })
        {
            rules.Fault(nameof(Ui), "needs extensions.search", "failed to enable ui, search extension must be enabled");
        }

        if (Mgmt is not null)
        {
            rules.Warn(nameof(Mgmt), "is obsolete and has no effect: it is enabled by extensions.search");
        }

        if (ApiKey is not null)
        {
            rules.Warn(nameof(ApiKey), "is obsolete and has no effect: use http.auth.apikey to enable API keys");
        }
    }
}

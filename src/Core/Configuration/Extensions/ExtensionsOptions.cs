namespace Zot.Configuration;

/// <summary>What the registry does beyond storing and serving: the section <c>extensions</c>.</summary>
/// <remarks>A section that is present, if empty, is switched on, but for <c>lint</c> and <c>events</c>.</remarks>
public sealed record ExtensionsOptions : ISection<ExtensionsOptions>
{
    /// <summary>The index that is searched, and the search for vulnerabilities. Default: off.</summary>
    public SearchOptions? Search { get; init; }

    /// <summary>Copies of other registries. Default: off.</summary>
    public SyncOptions? Sync { get; init; }

    /// <summary>Figures for Prometheus. Default: off.</summary>
    public MetricsOptions? Metrics { get; init; }

    /// <summary>The search for damaged content. Default: off.</summary>
    public ScrubOptions? Scrub { get; init; }

    /// <summary>What a manifest must say. Default: off.</summary>
    public LintOptions? Lint { get; init; }

    /// <summary>The pages for a browser. Default: off.</summary>
    public UiOptions? Ui { get; init; }

    /// <summary>The verification of signatures. Default: off.</summary>
    public TrustOptions? Trust { get; init; }

    /// <summary>What others are told of. Default: off.</summary>
    public EventsOptions? Events { get; init; }

    /// <summary>Without effect: it is on with <see cref="Search"/>.</summary>
    public ObsoleteOptions? Mgmt { get; init; }

    /// <summary>Without effect: it is <c>http.auth.apikey</c>.</summary>
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
            rules.Warn(nameof(Mgmt), "is obsolete and without effect: it comes with extensions.search");
        }

        if (ApiKey is not null)
        {
            rules.Warn(nameof(ApiKey), "is obsolete and without effect: API keys are http.auth.apikey");
        }
    }
}

namespace Zot.Configuration;

/// <summary>The whole configuration: one file, read once, replaced whole when it changes.</summary>
public sealed record ZotOptions : ISection<ZotOptions>
{
    /// <summary>The version of the distribution specification that is spoken.</summary>
    public const string SupportedDistSpecVersion = "1.1.1";

    /// <summary>The version the file was written for. Default: 1.1.1, the only one there is; another one is warned of.</summary>
    public string DistSpecVersion { get; init; } = SupportedDistSpecVersion;

    /// <summary>What is reported as the version of the runtime. Default: the truth.</summary>
    public string? GoVersion { get; init; }

    /// <summary>What is reported as the commit that was built. Default: the truth.</summary>
    public string? Commit { get; init; }

    /// <summary>What is reported as the release. Default: the truth.</summary>
    public string? ReleaseTag { get; init; }

    /// <summary>What is reported as the extensions that are built in. Default: the truth.</summary>
    public string? BinaryType { get; init; }

    /// <summary>Where content lives and for how long.</summary>
    public StorageOptions Storage { get; init; } = new();

    /// <summary>How clients get in.</summary>
    public HttpOptions Http { get; init; } = new();

    /// <summary>What is told, and where.</summary>
    public LogOptions Log { get; init; } = new();

    /// <summary>What the registry does beyond storing and serving.</summary>
    public ExtensionsOptions Extensions { get; init; } = new();

    /// <summary>How background work is done.</summary>
    public SchedulerOptions Scheduler { get; init; } = new();

    /// <summary>The processes that share the work. Default: this one alone.</summary>
    public ClusterOptions? Cluster { get; init; }

    /// <summary>Whether anything needs to know of manifests and users what the content does not tell.</summary>
    public bool NeedsMetadata =>
        Extensions.Search is { Enable: true }
        || Extensions.Trust is { Enable: true }
        || Http.Auth.HasBasic
        || Storage.MaxRepos > 0
        || Storage.Retention.NeedsStatistics
        || Storage.SubPaths.Values.Any(static store => store.Retention.NeedsStatistics);

    static ZotOptions ISection<ZotOptions>.Read(Section section)
    {
        var defaults = new ZotOptions();
        var version = section.Text(defaults.DistSpecVersion);
        if (version != SupportedDistSpecVersion)
        {
            section.Warn("distSpecVersion", $"is '{version}', but {SupportedDistSpecVersion} is what is spoken");
        }

        return new ZotOptions
        {
            DistSpecVersion = section.Settle("distSpecVersion", SupportedDistSpecVersion),
            GoVersion = section.Text(defaults.GoVersion),
            Commit = section.Text(defaults.Commit),
            ReleaseTag = section.Text(defaults.ReleaseTag),
            BinaryType = section.Text(defaults.BinaryType),
            Storage = section.Group(defaults.Storage),
            Http = section.Group(defaults.Http),
            Log = section.Group(defaults.Log),
            Extensions = section.Group(defaults.Extensions),
            Scheduler = section.Group(defaults.Scheduler),
            Cluster = section.Group(defaults.Cluster),
        };
    }

    void ISection<ZotOptions>.Check(SectionRules rules) => CrossSectionRules.Check(this, rules);
}

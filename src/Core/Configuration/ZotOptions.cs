using Zot.Configuration.Binding;
using Zot.Configuration.Extensions;
using Zot.Configuration.Http;
using Zot.Configuration.Storage;

namespace Zot.Configuration;

/// <summary>The complete configuration: one file, read once and replaced as a whole when it changes.</summary>
public sealed record ZotOptions : ISection<ZotOptions>
{
    /// <summary>The supported version of the distribution specification.</summary>
    public const string SupportedDistSpecVersion = "1.1.1";

    /// <summary>
    /// The version of the distribution specification that the file was written for. Default: 1.1.1, the only supported
    /// version; any other causes a warning.
    /// </summary>
    public string DistSpecVersion { get; init; } = SupportedDistSpecVersion;

    /// <summary>The runtime version to report. Default: the actual version.</summary>
    public string? GoVersion { get; init; }

    /// <summary>The commit to report. Default: the commit of the build.</summary>
    public string? Commit { get; init; }

    /// <summary>The release to report. Default: the actual release.</summary>
    public string? ReleaseTag { get; init; }

    /// <summary>The list of built-in extensions to report. Default: the actual list.</summary>
    public string? BinaryType { get; init; }

    /// <summary>The storage settings.</summary>
    public StorageOptions Storage { get; init; } = new();

    /// <summary>The HTTP settings.</summary>
    public HttpOptions Http { get; init; } = new();

    /// <summary>The logging settings.</summary>
    public LogOptions Log { get; init; } = new();

    /// <summary>The extensions, which add to the storing and serving of content.</summary>
    public ExtensionsOptions Extensions { get; init; } = new();

    /// <summary>The settings of background jobs.</summary>
    public SchedulerOptions Scheduler { get; init; } = new();

    /// <summary>The members of a cluster. Default: no cluster, only this process.</summary>
    public ClusterOptions? Cluster { get; init; }

    /// <summary>
    /// Indicates whether any feature needs metadata about manifests and users that the content does not hold.
    /// </summary>
    public bool NeedsMetadata =>
        Extensions.Search is { Enable: true }
        || Extensions.Sync is { Enable: true }
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
            section.Warn("distSpecVersion", $"is '{version}', but {SupportedDistSpecVersion} is the supported version");
        }

        return new ZotOptions
        {
            DistSpecVersion = section.SetEffective("distSpecVersion", SupportedDistSpecVersion),
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

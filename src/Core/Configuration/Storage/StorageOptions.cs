using Zot.Configuration.Binding;
using Zot.Configuration.Values;

namespace Zot.Configuration.Storage;

/// <summary>The storage settings: the section <c>storage</c>, and each of <c>storage.subPaths</c>.</summary>
public sealed record StorageOptions : ISection<StorageOptions>
{
    private static readonly StorageOptions SubPathDefaults = new() { Dedupe = false, Gc = false, IsSubPath = true };

    /// <summary>The directory that holds all repositories; created if missing. Required.</summary>
    /// <remarks>Required even with a storage driver, because it holds the databases.</remarks>
    public string? RootDirectory { get; init; }

    /// <summary>The maximum number of repositories; 0 for no limit. Ignored in a sub path. Default: 0.</summary>
    public int MaxRepos { get; init; }

    /// <summary>
    /// Indicates whether equal blobs of several repositories share their storage through hard links. Default: true; in
    /// a sub path, false.
    /// </summary>
    public bool Dedupe { get; init; } = true;

    /// <summary>
    /// Indicates whether the databases are those of <see cref="CacheDriver"/>. Default: true with dedupe and a storage
    /// driver.
    /// </summary>
    public bool RemoteCache { get; init; }

    /// <summary>
    /// Indicates whether clients are redirected to the object store for blobs; not supported with local storage.
    /// Default: false.
    /// </summary>
    public bool RedirectBlobUrl { get; init; }

    /// <summary>Indicates whether unreferenced content is removed. Default: true; in a sub path, false.</summary>
    public bool Gc { get; init; } = true;

    /// <summary>
    /// The time for which unreferenced content is kept, to protect a push in progress. Default: 1 hour; 0 without gc.
    /// </summary>
    public TimeSpan GcDelay { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The time between two runs of garbage collection; 0 for a single run. Default: 1 hour; 0 without gc.
    /// </summary>
    public TimeSpan GcInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The time of day at which garbage collection may start. Default: any time.</summary>
    public GcTimeWindow? GcTimeWindow { get; init; }

    /// <summary>Indicates whether data is flushed to disk before it is acknowledged. Default: false.</summary>
    public bool Commit { get; init; }

    /// <summary>The retention settings.</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>
    /// The object store: <c>s3</c>, <c>gcs</c> or <c>azure</c>, with its parameters. Default: the local disk.
    /// </summary>
    public DriverOptions? StorageDriver { get; init; }

    /// <summary>
    /// The database of <see cref="RemoteCache"/>: <c>dynamodb</c> or <c>redis</c>, with its parameters. Default: a
    /// local database.
    /// </summary>
    public DriverOptions? CacheDriver { get; init; }

    /// <summary>Additional stores, by the first component of the names of their repositories (<c>/a</c>).</summary>
    public IReadOnlyDictionary<string, StorageOptions> SubPaths { get; init; } =
        new Dictionary<string, StorageOptions>(StringComparer.Ordinal);

    /// <summary>
    /// Indicates whether a start reuses the metadata of the previous run if nothing changed. Not allowed in a sub path.
    /// Default: false.
    /// </summary>
    public bool FastRestart { get; init; }

    /// <summary>
    /// The quotas of repositories. Not allowed in a sub path, but includes its repositories. Default: no limit.
    /// </summary>
    public IReadOnlyList<QuotaOptions> Quotas { get; init; } = [];

    /// <summary>
    /// The tags that cannot be moved. Not allowed in a sub path, but applies to its repositories. Default: none.
    /// </summary>
    public IReadOnlyList<ImmutableTagsOptions> ImmutableTags { get; init; } = [];

    /// <summary>Indicates whether content is stored on the local disk.</summary>
    public bool IsLocal => StorageDriver is null or { IsEmpty: true };

    /// <summary>Indicates whether this is one of <see cref="SubPaths"/>.</summary>
    internal bool IsSubPath { get; init; }

    static StorageOptions ISection<StorageOptions>.Read(Section section)
    {
        var defaults = new StorageOptions();
        return ReadStore(section, defaults) with
        {
            SubPaths = section.Map(defaults.SubPaths, ReadSubPath, "SubPath"),
            FastRestart = section.Flag(defaults.FastRestart),
            Quotas = section.Groups(defaults.Quotas),
            ImmutableTags = section.Groups(defaults.ImmutableTags),
        };
    }

    void ISection<StorageOptions>.Check(SectionRules rules) => StorageRules.Check(this, rules);

    private static StorageOptions ReadSubPath(Section section) => ReadStore(section, SubPathDefaults);

    private static StorageOptions ReadStore(Section section, StorageOptions defaults)
    {
        var driver = StorageDrivers.Complete(section.Driver(defaults.StorageDriver), section);
        var root = section.Text(defaults.RootDirectory);
        var dedupe = section.Flag(defaults.Dedupe);
        var gc = section.Flag(defaults.Gc);
        var age = gc ? defaults : defaults with { GcDelay = TimeSpan.Zero, GcInterval = TimeSpan.Zero };
        var delay = section.Duration(age.GcDelay);
        return new StorageOptions
        {
            IsSubPath = defaults.IsSubPath,
            RootDirectory = root,
            MaxRepos = section.Number(defaults.MaxRepos),
            Dedupe = dedupe,
            RemoteCache = StorageDrivers.HasRemoteCache(section, section.Flag(defaults.RemoteCache), dedupe, driver),
            RedirectBlobUrl = section.Flag(defaults.RedirectBlobUrl, "redirectBlobURL"),
            Gc = gc,
            GcDelay = delay,
            GcInterval = section.Duration(age.GcInterval),
            GcTimeWindow = section.Window(defaults.GcTimeWindow),
            Commit = section.Flag(defaults.Commit),
            Retention = section.Group(
                defaults.Retention, retention => RetentionOptions.Read(retention, gc ? delay : TimeSpan.Zero)),
            StorageDriver = driver,
            CacheDriver = section.Driver(defaults.CacheDriver),
        };
    }
}

namespace Zot.Configuration;

/// <summary>Where content lives and for how long: the section <c>storage</c>, and each of <c>storage.subPaths</c>.</summary>
public sealed record StorageOptions : ISection<StorageOptions>
{
    private static readonly StorageOptions SubPathDefaults = new() { Dedupe = false, Gc = false, IsSubPath = true };

    /// <summary>The directory that holds all repositories; created when absent. Required.</summary>
    /// <remarks>Also with a storage driver: the databases lie there.</remarks>
    public string? RootDirectory { get; init; }

    /// <summary>How many repositories there may be; 0 for any number. Ignored in a sub path. Default: 0.</summary>
    public int MaxRepos { get; init; }

    /// <summary>Whether equal blobs of several repositories share their bytes, by hard links. Default: true; in a sub path false.</summary>
    public bool Dedupe { get; init; } = true;

    /// <summary>Whether the databases lie where <see cref="CacheDriver"/> says. Default: with dedupe and a storage driver.</summary>
    public bool RemoteCache { get; init; }

    /// <summary>Whether clients are sent to the object store for blobs; not with local storage. Default: false.</summary>
    public bool RedirectBlobUrl { get; init; }

    /// <summary>Whether unreferenced content is removed. Default: true; in a sub path false.</summary>
    public bool Gc { get; init; } = true;

    /// <summary>How long unreferenced content is kept, so that a push in progress is safe. Default: 1 hour; 0 without gc.</summary>
    public TimeSpan GcDelay { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The time between two sweeps; 0 for a single one. Default: 1 hour; 0 without gc.</summary>
    public TimeSpan GcInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>When a sweep may start. Default: at any time.</summary>
    public GcTimeWindow? GcTimeWindow { get; init; }

    /// <summary>Whether everything is flushed to disk before it is acknowledged. Default: false.</summary>
    public bool Commit { get; init; }

    /// <summary>What is kept, and what is not.</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>The object store: <c>s3</c>, <c>gcs</c> or <c>azure</c> with its parameters. Default: the local disk.</summary>
    public DriverOptions? StorageDriver { get; init; }

    /// <summary>The database of <see cref="RemoteCache"/>: <c>dynamodb</c> or <c>redis</c> with its parameters. Default: a local one.</summary>
    public DriverOptions? CacheDriver { get; init; }

    /// <summary>Other directories, by the first component of the names of the repositories in them (<c>/a</c>).</summary>
    public IReadOnlyDictionary<string, StorageOptions> SubPaths { get; init; } =
        new Dictionary<string, StorageOptions>(StringComparer.Ordinal);

    /// <summary>Whether a start trusts the metadata of the last one when nothing changed. Not in a sub path. Default: false.</summary>
    public bool FastRestart { get; init; }

    /// <summary>How much repositories may hold. Not in a sub path, though it counts what lies there. Default: as much as they like.</summary>
    public IReadOnlyList<QuotaOptions> Quotas { get; init; } = [];

    /// <summary>Which tags stay where they are. Not in a sub path, though it holds for what lies there. Default: none.</summary>
    public IReadOnlyList<ImmutableTagsOptions> ImmutableTags { get; init; } = [];

    /// <summary>Whether content lies on the local disk.</summary>
    public bool IsLocal => StorageDriver is null or { IsEmpty: true };

    /// <summary>Whether this is one of <see cref="SubPaths"/>.</summary>
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
            Retention = section.Group(defaults.Retention, retention => RetentionOptions.Read(retention, gc ? delay : TimeSpan.Zero)),
            StorageDriver = driver,
            CacheDriver = section.Driver(defaults.CacheDriver),
        };
    }
}

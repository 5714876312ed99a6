namespace Zot.Configuration;

/// <summary>Where content lives and for how long: the section <c>storage</c>.</summary>
public sealed record StorageOptions
{
    /// <summary>The directory that holds all repositories; created when absent. Required.</summary>
    public string? RootDirectory { get; init; }

    /// <summary>Whether equal blobs of several repositories share their bytes, by hard links. Default: true.</summary>
    public bool Dedupe { get; init; } = true;

    /// <summary>Whether everything is flushed to disk before it is acknowledged. Default: false.</summary>
    public bool Commit { get; init; }

    /// <summary>Whether unreferenced content is removed. Default: true.</summary>
    public bool Gc { get; init; } = true;

    /// <summary>How long unreferenced content is kept, so that a push in progress is safe. Default: 1 hour.</summary>
    public TimeSpan GcDelay { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Other directories, by the first component of the names of the repositories in them (<c>/a</c>).</summary>
    public IReadOnlyDictionary<string, StorageOptions> SubPaths { get; init; } =
        new Dictionary<string, StorageOptions>(StringComparer.Ordinal);
}

namespace Zot.Benchmarks.Scale;

/// <summary>The settings of a server, besides its data directory.</summary>
internal sealed record ScaleSettings
{
    /// <summary>
    /// Indicates whether the metadata index is required, by a retention policy that keeps everything.
    /// </summary>
    internal bool HasIndex { get; init; }

    /// <summary>Indicates whether the search is configured; it needs the index, too.</summary>
    internal bool HasSearch { get; init; }

    /// <summary>The time between sweeps; <see langword="null"/> for none.</summary>
    internal TimeSpan? GcInterval { get; init; }

    /// <summary>Indicates whether quotas are configured, which are never exceeded.</summary>
    internal bool HasQuotas { get; init; }
}

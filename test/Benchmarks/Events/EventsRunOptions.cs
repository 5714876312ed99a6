namespace Zot.Benchmarks.Events;

/// <summary>The options of a measurement of events.</summary>
internal sealed record EventsRunOptions
{
    /// <summary>The binary under test, a full build.</summary>
    internal required FileInfo Zot { get; init; }

    /// <summary>Another build to measure in the same rounds, if any.</summary>
    internal FileInfo? Against { get; init; }

    /// <summary>Indicates whether the servers flush everything before they acknowledge it (<c>storage.commit</c>).</summary>
    internal bool Commit { get; init; }

    /// <summary>The number of rounds of pushes, each on new servers; ratios are medians of the rounds.</summary>
    internal required int Rounds { get; init; }

    /// <summary>The number of images pushed to each server in a round.</summary>
    internal required int Pushes { get; init; }

    /// <summary>The number of images pushed at the same time, to one repository.</summary>
    internal int Clients { get; init; } = 1;

    /// <summary>The number of undelivered events for the memory curve; 0 to omit the curve.</summary>
    internal required int Undelivered { get; init; }

    /// <summary>The directory for the file with the tables, if any.</summary>
    internal required DirectoryInfo? Out { get; init; }
}

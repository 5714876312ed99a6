namespace Zot.Benchmarks.Events;

/// <summary>How thoroughly to measure what events cost.</summary>
internal sealed record EventsRunOptions
{
    /// <summary>The binary under test; one with every extension.</summary>
    internal required FileInfo Zot { get; init; }

    /// <summary>How often the pushes are repeated on fresh servers; ratios are medians of the rounds.</summary>
    internal required int Rounds { get; init; }

    /// <summary>How many images a round pushes to each server.</summary>
    internal required int Pushes { get; init; }

    /// <summary>How many events are left undelivered for the curve of memory; 0 for no curve.</summary>
    internal required int Undelivered { get; init; }

    /// <summary>Where to leave the tables as a file, if anywhere.</summary>
    internal required DirectoryInfo? Out { get; init; }
}

namespace Zot.Benchmarks.Comparison;

/// <summary>The options of a comparison.</summary>
internal sealed record CompareOptions
{
    /// <summary>The binary under test; <see langword="null"/> to measure only the peers.</summary>
    internal required FileInfo? Zot { get; init; }

    /// <summary>Another binary to compare with, for example the one before a change.</summary>
    internal FileInfo? Baseline { get; init; }

    /// <summary>Indicates whether every processor is kept busy by another process during the load phase.</summary>
    internal bool IsBusy { get; init; }

    /// <summary>A part of the names of the rows to measure; empty for all, including start-up and catalog.</summary>
    internal string Only { get; init; } = "";

    /// <summary>The number of rounds; the median counts.</summary>
    internal required int Rounds { get; init; }

    /// <summary>The number of repositories, and of tags in a repository, for the rows with many.</summary>
    internal required int Many { get; init; }

    /// <summary>The duration of each loop of requests, in seconds.</summary>
    internal required int Seconds { get; init; }

    /// <summary>The directory for the table file, if any.</summary>
    internal required DirectoryInfo? Out { get; init; }
}

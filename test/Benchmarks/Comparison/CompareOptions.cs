namespace Zot.Benchmarks.Comparison;

/// <summary>How thoroughly to compare.</summary>
internal sealed record CompareOptions
{
    /// <summary>The binary under test; <see langword="null"/> to measure only the peers.</summary>
    internal required FileInfo? Zot { get; init; }

    /// <summary>Another binary to measure beside it, for example the one before a change.</summary>
    internal FileInfo? Baseline { get; init; }

    /// <summary>Indicates whether every processor is kept busy by another process during the load phase.</summary>
    internal bool IsBusy { get; init; }

    /// <summary>Part of the names of the rows to measure; empty for all of them, and for start-up and catalog.</summary>
    internal string Only { get; init; } = "";

    /// <summary>How often everything is measured; the median counts.</summary>
    internal required int Rounds { get; init; }

    /// <summary>How many repositories, and how many tags in a repository, count as many.</summary>
    internal required int Many { get; init; }

    /// <summary>How long each loop of requests runs, in seconds.</summary>
    internal required int Seconds { get; init; }

    /// <summary>Where to leave the table as a file, if anywhere.</summary>
    internal required DirectoryInfo? Out { get; init; }
}

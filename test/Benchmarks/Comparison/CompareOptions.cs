namespace Zot.Benchmarks.Comparison;

/// <summary>How thoroughly to compare.</summary>
internal sealed record CompareOptions
{
    /// <summary>The binary under test; <see langword="null"/> to measure only the peers.</summary>
    internal required FileInfo? Zot { get; init; }

    /// <summary>How often everything is measured; the median counts.</summary>
    internal required int Rounds { get; init; }

    /// <summary>How many repositories, and how many tags in a repository, count as many.</summary>
    internal required int Many { get; init; }

    /// <summary>How long each loop of requests runs, in seconds.</summary>
    internal required int Seconds { get; init; }

    /// <summary>Where to leave the table as a file, if anywhere.</summary>
    internal required DirectoryInfo? Out { get; init; }
}

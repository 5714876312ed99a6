namespace Zot.Benchmarks.Scale;

/// <summary>How large a registry to measure, and how thoroughly.</summary>
internal sealed record ScaleOptions
{
    /// <summary>The binary under test.</summary>
    internal required FileInfo Zot { get; init; }

    /// <summary>How many repositories the large registry has.</summary>
    internal required int Repositories { get; init; }

    /// <summary>How many tags it has in all.</summary>
    internal required int Tags { get; init; }

    /// <summary>What the data is made from.</summary>
    internal required int Seed { get; init; }

    /// <summary>How often everything is measured; ratios are medians of the rounds.</summary>
    internal required int Rounds { get; init; }

    /// <summary>How many images a round pushes to each server.</summary>
    internal required int Pushes { get; init; }

    /// <summary>How many images per second are pulled while sweeps come and go.</summary>
    internal required int PullsPerSecond { get; init; }

    /// <summary>What is measured; <see langword="null"/> for everything.</summary>
    internal required ScalePart? Only { get; init; }

    /// <summary>Where to write the data set, and measure nothing.</summary>
    internal required DirectoryInfo? Write { get; init; }

    /// <summary>Where to leave the table as a file, if anywhere.</summary>
    internal required DirectoryInfo? Out { get; init; }

    /// <summary>How many tags the repository of many has.</summary>
    internal int ManyTags => Math.Clamp(Tags / 10, 10, 1_000);

    /// <summary>Whether a part is measured.</summary>
    internal bool Measures(ScalePart part) => (Only ?? part) == part;
}

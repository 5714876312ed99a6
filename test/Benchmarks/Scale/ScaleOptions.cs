namespace Zot.Benchmarks.Scale;

/// <summary>The options of a measurement of size.</summary>
internal sealed record ScaleOptions
{
    /// <summary>The binary under test.</summary>
    internal required FileInfo Zot { get; init; }

    /// <summary>The number of repositories of the large registry.</summary>
    internal required int Repositories { get; init; }

    /// <summary>The total number of tags of the large registry.</summary>
    internal required int Tags { get; init; }

    /// <summary>The seed of the data.</summary>
    internal required int Seed { get; init; }

    /// <summary>The number of rounds; ratios are medians of the rounds.</summary>
    internal required int Rounds { get; init; }

    /// <summary>The number of images pushed to each server in a round.</summary>
    internal required int Pushes { get; init; }

    /// <summary>The number of images pulled per second during and between sweeps.</summary>
    internal required int PullsPerSecond { get; init; }

    /// <summary>The part to measure; <see langword="null"/> for all.</summary>
    internal required ScalePart? Only { get; init; }

    /// <summary>The directory to write the data set to, instead of measuring.</summary>
    internal required DirectoryInfo? Write { get; init; }

    /// <summary>The directory for the table file, if any.</summary>
    internal required DirectoryInfo? Out { get; init; }

    /// <summary>The number of tags of the repository with many tags.</summary>
    internal int ManyTags => Math.Clamp(Tags / 10, 10, 1_000);

    /// <summary>Returns whether a part is measured.</summary>
    internal bool Measures(ScalePart part) => (Only ?? part) == part;
}

namespace Zot.Benchmarks.Scale;

/// <summary>What a server is told besides where its data lies.</summary>
internal sealed record ScaleSettings
{
    /// <summary>Whether something needs the metadata index: a retention policy that keeps all there is.</summary>
    internal bool HasIndex { get; init; }

    /// <summary>The time between sweeps; <see langword="null"/> for none.</summary>
    internal TimeSpan? GcInterval { get; init; }

    /// <summary>Whether there are quotas, which nothing exceeds.</summary>
    internal bool HasQuotas { get; init; }
}

namespace Zot.Benchmarks.Scale;

/// <summary>A part of the measurement that can be made alone.</summary>
internal enum ScalePart
{
    /// <summary>Starts on unchanged content.</summary>
    Starts,

    /// <summary>Pushes, pulls, and the memory they take.</summary>
    Pushes,

    /// <summary>Pages of the catalog and of tags.</summary>
    Lists,

    /// <summary>Pushes while there are quotas.</summary>
    Quotas,

    /// <summary>Sweeps, and pulls meanwhile.</summary>
    Sweeps,
}

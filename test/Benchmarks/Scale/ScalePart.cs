namespace Zot.Benchmarks.Scale;

/// <summary>A part of the measurement that can be run alone.</summary>
internal enum ScalePart
{
    /// <summary>Starts on unchanged content.</summary>
    Starts,

    /// <summary>Pushes and pulls, and their memory usage.</summary>
    Pushes,

    /// <summary>Pages of the catalog and of tags.</summary>
    Lists,

    /// <summary>Queries of the search extension, of a binary that has it.</summary>
    Search,

    /// <summary>Pushes with quotas.</summary>
    Quotas,

    /// <summary>Sweeps, and pulls during them.</summary>
    Sweeps,
}

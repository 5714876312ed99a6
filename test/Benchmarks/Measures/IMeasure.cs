using Zot.Benchmarks.Comparison;
using Zot.Benchmarks.Peers;

namespace Zot.Benchmarks.Measures;

/// <summary>A measurement on a running server.</summary>
internal interface IMeasure
{
    /// <summary>The row of the results.</summary>
    Row Row { get; }

    /// <summary>Indicates whether the measurement requires a registry, and not only a server of plain files.</summary>
    bool NeedsRegistry { get; }

    /// <summary>Takes one sample.</summary>
    Task<Sample> TakeAsync(Peer peer, CancellationToken cancellationToken);
}

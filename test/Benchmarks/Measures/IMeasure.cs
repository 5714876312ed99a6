using Zot.Benchmarks.Comparison;
using Zot.Benchmarks.Peers;

namespace Zot.Benchmarks.Measures;

/// <summary>One thing to measure on a running server.</summary>
internal interface IMeasure
{
    /// <summary>The row it fills.</summary>
    Row Row { get; }

    /// <summary>Whether it also makes sense on a server of plain files.</summary>
    bool NeedsRegistry { get; }

    /// <summary>Takes one sample.</summary>
    Task<Sample> TakeAsync(Peer peer, CancellationToken cancellationToken);
}

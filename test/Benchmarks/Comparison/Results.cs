namespace Zot.Benchmarks.Comparison;

/// <summary>The samples of a run: one per row, server and round.</summary>
internal sealed class Results
{
    private readonly Dictionary<(Row Row, string Peer), List<Sample>> _samples = [];

    internal void Add(Row row, string peer, Sample sample)
    {
        if (!_samples.TryGetValue((row, peer), out var samples))
        {
            _samples[(row, peer)] = samples = [];
        }

        samples.Add(sample);
    }

    /// <summary>Indicates whether a row was measured.</summary>
    internal bool Has(Row row) => _samples.Keys.Any(key => key.Row == row);

    /// <summary>
    /// Returns the median of a figure over all rounds; <see langword="null"/> if nothing was measured.
    /// </summary>
    internal double? Median(Row row, string peer, Func<Sample, double?> figure) =>
        Median(Of(row, peer).Select(figure).OfType<double>());

    /// <summary>
    /// Returns the median of the ratios of two values of the same round: other load on the machine at that time affects
    /// both alike, and cancels out.
    /// </summary>
    internal double? Quotient((Row Row, string Peer) dividend, (Row Row, string Peer) divisor) => Median(Quotients(dividend, divisor));

    /// <summary>Returns the ratios of two values of the same round, one for each round.</summary>
    internal IReadOnlyList<double> Quotients((Row Row, string Peer) dividend, (Row Row, string Peer) divisor) =>
        [.. Of(dividend.Row, dividend.Peer).Zip(Of(divisor.Row, divisor.Peer), (above, below) => above.Value / below.Value)];

    internal static double? Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private List<Sample> Of(Row row, string peer) => _samples.GetValueOrDefault((row, peer), []);
}

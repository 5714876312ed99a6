using Zot.Benchmarks.Comparison;

namespace Zot.Benchmarks.Scale;

/// <summary>One line of the table, which compares two sides.</summary>
/// <param name="Row">The measurement.</param>
/// <param name="Base">The reference side.</param>
/// <param name="Side">The side under test.</param>
/// <param name="AtMost">The maximum goal, as a multiple; <see langword="null"/> if there is no goal.</param>
internal sealed record ScaleRow(Row Row, string Base, string Side, double? AtMost = null);

using Zot.Benchmarks.Comparison;

namespace Zot.Benchmarks.Scale;

/// <summary>One line of the table: two sides, of which one is the measure of the other.</summary>
/// <param name="Row">What is measured.</param>
/// <param name="Base">The side that is the measure.</param>
/// <param name="Side">The side that is judged.</param>
/// <param name="AtMost">The goal, as a multiple; <see langword="null"/> where there is none.</param>
internal sealed record ScaleRow(Row Row, string Base, string Side, double? AtMost = null);

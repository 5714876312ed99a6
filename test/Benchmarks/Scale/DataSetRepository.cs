namespace Zot.Benchmarks.Scale;

/// <summary>A repository of a data set.</summary>
/// <param name="Number">The number in the set, which determines its images.</param>
/// <param name="Name">The name.</param>
/// <param name="Tags">The number of tags, <c>t00000</c> and so on, each with its own image.</param>
internal sealed record DataSetRepository(int Number, string Name, int Tags);

namespace Zot.Benchmarks.Scale;

/// <summary>A repository of a data set.</summary>
/// <param name="Number">Its number in the set: what its images are made of.</param>
/// <param name="Name">Its name.</param>
/// <param name="Tags">How many tags it has, <c>t00000</c> and so on, each of an image of its own.</param>
internal sealed record DataSetRepository(int Number, string Name, int Tags);

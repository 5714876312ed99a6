using Xunit;

namespace Zot.Extensions.Tests.Fuzzing;

/// <summary>
/// The collection of fuzzers, which run sequentially and without other tests, since they compare memory.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FuzzCollection
{
    public const string Name = "fuzz";
}

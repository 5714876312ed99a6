using Xunit;

namespace Zot.Core.Tests.Fuzzing;

/// <summary>Runs fuzzers sequentially and without other tests, because they compare memory usage.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FuzzCollection
{
    public const string Name = "fuzz";
}

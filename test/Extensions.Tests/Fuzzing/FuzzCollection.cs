using Xunit;

namespace Zot.Extensions.Tests.Fuzzing;

/// <summary>Fuzzers run one after the other and beside no other test: they compare memory.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FuzzCollection
{
    public const string Name = "fuzz";
}

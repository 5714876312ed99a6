using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Zot.BlackBox.Harness;

/// <summary>Runs a theory on every build: its first argument is the build, the others are given here.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class BothBuildsAttribute(params object?[] arguments) : DataAttribute
{
    /// <summary>What follows the build.</summary>
    public IReadOnlyList<object?> Arguments { get; } = arguments;

    /// <inheritdoc />
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. ZotBinary.Builds.Select(build => new TheoryDataRow([build, .. Arguments]))]);

    /// <inheritdoc />
    public override bool SupportsDiscoveryEnumeration() => true;
}

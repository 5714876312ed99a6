using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Zot.BlackBox.Harness;

/// <summary>Runs a theory on every build: the first argument is the build, followed by the given arguments.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class BothBuildsAttribute(params object?[] arguments) : DataAttribute
{
    /// <summary>The arguments after the build.</summary>
    public IReadOnlyList<object?> Arguments { get; } = arguments;

    /// <inheritdoc />
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. ZotBinary.Builds.Select(build => new TheoryDataRow([build, .. Arguments]))]);

    /// <inheritdoc />
    public override bool SupportsDiscoveryEnumeration() => true;
}

using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Zot.BlackBox.Extensions;

/// <summary>Runs a theory on the build that has every extension; where only the other one is to be tested, on none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FullBuildAttribute : DataAttribute
{
    /// <inheritdoc />
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. ZotBinary.Builds.Where(static build => build == "full").Select(static build => new TheoryDataRow(build))]);

    /// <inheritdoc />
    public override bool SupportsDiscoveryEnumeration() => true;
}

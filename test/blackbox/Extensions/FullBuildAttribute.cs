using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Zot.BlackBox.Extensions;

/// <summary>Runs a theory on the build with all extensions; has no cases if only the other build is tested.</summary>
/// <param name="data">The arguments after the build.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class FullBuildAttribute(params object[] data) : DataAttribute
{
    /// <inheritdoc />
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. ZotBinary.Builds.Where(static build => build == "full").Select(build => new TheoryDataRow([build, .. data]))]);

    /// <inheritdoc />
    public override bool SupportsDiscoveryEnumeration() => true;
}

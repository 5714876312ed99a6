using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;

namespace Zot.Architecture.Tests;

/// <summary>A method has at most seven parameters; what belongs together is a record.</summary>
/// <remarks>Constructors may have more: what a class needs is no list that a caller writes by hand.</remarks>
public sealed class ParameterTests
{
    private const int MostParameters = 7;

    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    public static TheoryData<string> Assemblies => [.. DependencyTests.Map.Select(static row => row.Data.Item1)];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Method_has_at_most_seven_parameters(string assembly)
    {
        var longer = Assembly.Load(assembly).GetTypes()
            .Where(static type => !IsGenerated(type))
            .SelectMany(static type => type.GetMethods(Declared))
            .Where(static method => !IsGenerated(method) && method.GetParameters().Length > MostParameters)
            .Select(static method => $"{method.DeclaringType}.{method.Name}: combine parameters that belong together in a record");

        Assert.Empty(longer);
    }

    // Local functions and lambdas have names that no source has.
    private static bool IsGenerated(MemberInfo member) =>
        member.Name.Contains('<', StringComparison.Ordinal) || member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);
}

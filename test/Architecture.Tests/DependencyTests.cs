using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;

namespace Zot.Architecture.Tests;

/// <summary>
/// The allowed dependencies between assemblies. A new dependency changes this map in the same commit.
/// </summary>
public sealed class DependencyTests
{
    public static TheoryData<string, string[]> Map { get; } = new()
    {
        { "Zot.Registry", [] },
        { "Zot.Go", [] },
        { "Zot.Cel", ["Zot.Go"] },
        { "Zot.Configuration", ["Zot.Go"] },
        { "Zot.Metering", ["Zot.Registry"] },
        { "Zot.Scheduling", [] },
        { "Zot.Storage", ["Zot.Registry", "Zot.Configuration", "Zot.Scheduling", "Zot.Metering", "Zot.Go"] },
        { "Zot.Metadata", ["Zot.Registry", "Zot.Auth", "Zot.Scheduling"] },
        { "Zot.Auth", ["Zot.Registry", "Zot.Configuration", "Zot.Go", "Zot.Cel"] },
        { "Zot.Client", ["Zot.Registry"] },
        { "Zot.Logging", ["Zot.Client", "Zot.Configuration"] },
        { "Zot.Migration", ["Zot.Registry", "Zot.Auth", "Zot.Metadata", "Zot.Storage"] },
        { "Zot.Hosting", ["Zot.Registry", "Zot.Client", "Zot.Configuration", "Zot.Scheduling", "Zot.Auth"] },
        { "Zot.Http", ["Zot.Registry", "Zot.Configuration", "Zot.Auth", "Zot.Hosting", "Zot.Metering"] },
        { "Zot.Extensions", ["Zot.Registry", "Zot.Configuration", "Zot.Scheduling", "Zot.Metadata", "Zot.Auth", "Zot.Hosting", "Zot.Client", "Zot.Metering", "Zot.Go"] },
        { "zli", ["Zot.Registry", "Zot.Client", "Zot.Logging", "Zot.Configuration"] },
        { "zxp", ["Zot.Client", "Zot.Logging", "Zot.Configuration", "Zot.Metering"] },
    };

    /// <summary>
    /// Packages whose types appear in a single project, or only in the programs, so that each can be replaced in one
    /// place.
    /// </summary>
    public static TheoryData<string, string[]> Packages { get; } = new()
    {
        { "YamlDotNet", ["Zot.Configuration", "zli"] },
        { "BouncyCastle.Cryptography", ["Zot.Auth"] },
        { "Serilog", ["Zot.Logging"] },
        { "System.CommandLine", ["zli", "zot", "zxp"] },
    };

    [Theory]
    [MemberData(nameof(Map))]
    public void Assembly_references_only_allowed_assemblies(string assembly, string[] allowed)
    {
        var forbidden = ReferencesOf(assembly)
            .Where(static name => name.StartsWith("Zot.", StringComparison.Ordinal))
            .Except(allowed);

        Assert.Empty(forbidden);
    }

    /// <summary>
    /// The proof that the core is open is a proof only as long as it has no rights that an extension does not have.
    /// </summary>
    [Fact]
    public void Tests_of_the_open_core_reference_only_what_an_extension_may_and_see_no_internals()
    {
        const string tests = "Zot.OpenCore.Tests";
        var allowed = Map.Single(static row => row.Data.Item1 == "Zot.Extensions").Data.Item2;

        Assembly_references_only_allowed_assemblies(tests, [.. allowed, "Zot.Testing"]);
        Assert.DoesNotContain("zot", ReferencesOf(tests));
        Assert.DoesNotContain(
            Map.Select(static row => row.Data.Item1).Append("zot").Append("Zot.Testing"),
            static name => Assembly.Load(name).GetCustomAttributes<InternalsVisibleToAttribute>()
                .Any(static friend => friend.AssemblyName == tests));
    }

    [Theory]
    [InlineData("Zot.Registry")]
    [InlineData("Zot.Configuration")]
    [InlineData("Zot.Metering")]
    [InlineData("Zot.Storage")]
    [InlineData("Zot.Metadata")]
    [InlineData("Zot.Auth")]
    public void Assembly_below_the_host_does_not_reference_AspNetCore(string assembly) =>
        Assert.DoesNotContain(
            ReferencesOf(assembly), static name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_is_used_only_by_its_owners(string package, string[] owners)
    {
        var users = Map.Select(static row => row.Data.Item1)
            .Append("zot")
            .Order(StringComparer.Ordinal)
            .Where(assembly => ReferencesOf(assembly)
                .Any(name => name == package || name.StartsWith($"{package}.", StringComparison.Ordinal)));

        Assert.Equal(owners, users);
    }

    private static IEnumerable<string> ReferencesOf(string assembly) =>
        Assembly.Load(assembly).GetReferencedAssemblies().Select(static name => name.Name!);
}

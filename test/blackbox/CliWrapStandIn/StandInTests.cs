using System.Reflection;

namespace Zot.BlackBox.CliWrapStandIn;

/// <summary>The stand-in holds what these tests use of CliWrap, and nothing else.</summary>
public sealed class StandInTests
{
    [Fact(Timeout = Limits.Test)]
    public void Every_public_member_is_used()
    {
        var user = File.ReadAllText(RepositoryRoot.Combine("test", "blackbox", "Harness", "CommandRun.cs"));

        var unused = typeof(CliWrap.Cli).Assembly.GetExportedTypes()
            .Where(type => type.Namespace == typeof(CliWrap.Cli).Namespace)
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(member => member is not MethodInfo { IsSpecialName: true } and not FieldInfo { IsSpecialName: true })
            .Where(member => !user.Contains($".{member.Name}", StringComparison.Ordinal))
            .Select(member => $"{member.DeclaringType!.Name}.{member.Name}");

        Assert.Empty(unused);
    }
}

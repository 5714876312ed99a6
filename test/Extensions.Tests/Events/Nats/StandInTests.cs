#if EXT_EVENTS
using System.Reflection;
using System.Runtime.CompilerServices;
using NATS.Client.Core;
using Xunit;
using Zot.Extensions.Events;

namespace Zot.Extensions.Tests.Events.Nats;

/// <summary>The stand-in holds what is used of NATS.Net, and nothing else.</summary>
public sealed class StandInTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void EveryPublicMember_IsUsed()
    {
        if (typeof(NatsConnection).Assembly != typeof(NatsSink).Assembly)
        {
            return; // NATS.Net itself is compiled in
        }

        var uses = Uses();
        var unused = typeof(NatsConnection).Assembly.GetTypes()
            .Where(static type => type.Namespace is "NATS.Client.Core" or "NATS.Client.JetStream" or "NATS.Client.JetStream.Models")
            .Where(static type => !type.IsNested && !type.IsSubclassOf(typeof(Delegate)) && !type.Name.EndsWith("Json", StringComparison.Ordinal))
            .SelectMany(static type => type.GetMembers(Declared))
            .Where(static member => member is PropertyInfo or EventInfo or FieldInfo { IsSpecialName: false } or MethodInfo { IsSpecialName: false })
            .Where(static member => !member.IsDefined(typeof(CompilerGeneratedAttribute)) && !IsOverride(member))
            .Where(member => !IsUsed(uses, member))
            .Select(static member => $"{member.DeclaringType!.Name}.{member.Name}");

        Assert.Empty(unused);
    }

    private static bool IsOverride(MemberInfo member) => member is MethodInfo method && method.GetBaseDefinition() != method;

    // An indexer is used by its brackets, an asynchronous disposal by 'await using'.
    private static bool IsUsed(string uses, MemberInfo member) => member.Name is "Item" or "DisposeAsync"
        || new[] { $".{member.Name}", $" {member.Name} =", $" {member.Name}:" }.Any(use => uses.Contains(use, StringComparison.Ordinal));

    private static string Uses([CallerFilePath] string here = "")
    {
        var root = Environment.GetEnvironmentVariable("ZOT_ROOT") ?? RootAbove(AppContext.BaseDirectory) ?? RootAbove(here)!;
        string[] folders = ["src/Extensions/Events/Sinks", "test/Extensions.Tests/Events/Nats"];
        return string.Concat(folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs"))
            .Where(static file => !file.EndsWith("StandInTests.cs", StringComparison.Ordinal))
            .Select(File.ReadAllText));
    }

    private static string? RootAbove(string? path) => path is null || File.Exists(Path.Combine(path, "Zot.Net.sln"))
        ? path
        : RootAbove(Path.GetDirectoryName(path));
}
#endif

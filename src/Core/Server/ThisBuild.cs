using System.Reflection;
using System.Runtime.InteropServices;
using Zot.Hosting;

namespace Zot.Server;

/// <summary>What the build wrote into the program about itself.</summary>
internal static class ThisBuild
{
    private const string Part = "Part:";

    /// <summary>What was built, from what, and with which extensions.</summary>
    public static BuildInfo Info { get; } = Read(typeof(ThisBuild).Assembly);

    /// <summary>Parts of it of which there is more than one, and which it is: <c>nats</c>.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Parts { get; } =
    [
        .. typeof(ThisBuild).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Where(static attribute => attribute.Key.StartsWith(Part, StringComparison.Ordinal))
            .Select(static attribute => KeyValuePair.Create(attribute.Key[Part.Length..], attribute.Value ?? "")),
    ];

    private static BuildInfo Read(Assembly program)
    {
        var version = program.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        var parts = version.Split('+', 2);
        var binaryType = program.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(static attribute => attribute.Key == nameof(BuildInfo.BinaryType))?.Value;
        return new BuildInfo(
            "v" + parts[0], parts is [_, var commit] ? commit : "unknown", binaryType ?? "", RuntimeInformation.FrameworkDescription);
    }
}

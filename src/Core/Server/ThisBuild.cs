using System.Reflection;
using System.Runtime.InteropServices;
using Zot.Hosting.Status;

namespace Zot.Server;

/// <summary>The build information embedded in the program.</summary>
internal static class ThisBuild
{
    private const string Part = "Part:";

    /// <summary>The version, commit and build type.</summary>
    public static BuildInfo Info { get; } = Read(typeof(ThisBuild).Assembly);

    /// <summary>The selected implementations of exchangeable parts, such as <c>nats</c>.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Parts { get; } =
    [
        .. typeof(ThisBuild).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Where(static attribute => attribute.Key.StartsWith(Part, StringComparison.Ordinal))
            .Select(static attribute => KeyValuePair.Create(attribute.Key[Part.Length..], attribute.Value ?? "")),
    ];

    private static BuildInfo Read(Assembly program)
    {
        var version = program.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? "0.0.0";
        var parts = version.Split('+', 2);
        var binaryType = program.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(static attribute => attribute.Key == nameof(BuildInfo.BinaryType))?.Value;
        return new BuildInfo(
            "v" + parts[0], parts is [_, var commit] ? commit : "unknown",
            binaryType ?? "", RuntimeInformation.FrameworkDescription);
    }
}

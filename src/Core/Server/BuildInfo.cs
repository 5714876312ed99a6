using System.Reflection;
using System.Runtime.InteropServices;

namespace Zot.Server;

/// <summary>What was built, from what, and with which extensions.</summary>
internal static class BuildInfo
{
    private static readonly Assembly Program = typeof(BuildInfo).Assembly;

    private static readonly string[] Informational =
        (Program.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0").Split('+', 2);

    /// <summary>The release: <c>v0.1.0</c>.</summary>
    public static string ReleaseTag => "v" + Informational[0];

    /// <summary>The commit it was built from; <c>unknown</c> when the build did not say.</summary>
    public static string Commit => Informational is [_, var commit] ? commit : "unknown";

    /// <summary>The extensions: <c>-events-search</c>, with the hyphen in front, or <c>minimal</c>.</summary>
    public static string BinaryType => Program.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(static attribute => attribute.Key == nameof(BinaryType))?.Value ?? "";

    /// <summary>The platform it runs on.</summary>
    public static string Runtime => RuntimeInformation.FrameworkDescription;
}

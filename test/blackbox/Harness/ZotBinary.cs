using System.Runtime.InteropServices;

namespace Zot.BlackBox.Harness;

/// <summary>The published binaries under test: <c>bin/zot-&lt;os&gt;-&lt;arch&gt;</c> and the same with <c>-minimal</c>.</summary>
/// <remarks>
/// <c>ZOT_BIN_DIR</c> selects another directory than <c>bin</c>; it may also contain an unpublished <c>zot.dll</c>.
/// <c>ZOT_BUILDS</c> limits the run to <c>full</c> or <c>minimal</c>.
/// </remarks>
internal static class ZotBinary
{
    /// <summary>The builds to test.</summary>
    public static IReadOnlyList<string> Builds { get; } =
        (Environment.GetEnvironmentVariable("ZOT_BUILDS") ?? "full,minimal").Split(',', StringSplitOptions.TrimEntries);

    private static string Folder { get; } =
        Environment.GetEnvironmentVariable("ZOT_BIN_DIR") ?? RepositoryRoot.Combine("bin");

    /// <summary>Returns the command line of a build: the program and its first arguments.</summary>
    public static string[] Command(string build)
    {
        var published = Path.Combine(Folder, Name(build));
        var assembly = Path.Combine(Folder, "zot.dll");
        return File.Exists(published) ? [published]
            : File.Exists(assembly) ? ["dotnet", assembly]
            : throw new InvalidOperationException($"{published} does not exist. Run 'make binary binary-minimal', or set ZOT_BIN_DIR.");
    }

    private static string Name(string build)
    {
        var system = OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsFreeBSD() ? "freebsd" : "linux";
        var architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";
        return $"zot-{system}-{architecture}{(build == "minimal" ? "-minimal" : "")}";
    }
}

using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Zot.Architecture.Tests;

/// <summary>
/// The parsing of EXTENSIONS= in build/Extensions.props, evaluated as in a build, with a fixed list of names.
/// </summary>
public sealed class ExtensionListTests
{
    private const string Known = "lint,mgmt,search,ui,userprefs";

    [Theory]
    [InlineData("", "full", "EXT_LINT;EXT_MGMT;EXT_SEARCH;EXT_UI;EXT_USERPREFS")]
    [InlineData("all", "full", "EXT_LINT;EXT_MGMT;EXT_SEARCH;EXT_UI;EXT_USERPREFS")]
    [InlineData("userprefs,ui,search,mgmt,lint", "full", "EXT_LINT;EXT_MGMT;EXT_SEARCH;EXT_UI;EXT_USERPREFS")]
    [InlineData("None", "minimal", "")]
    [InlineData("mgmt,lint", "lint-mgmt", "EXT_LINT;EXT_MGMT")]
    [InlineData("LINT + Mgmt,lint,", "lint-mgmt", "EXT_LINT;EXT_MGMT")]
    [InlineData("search lint", "lint-search", "EXT_LINT;EXT_SEARCH")]
    [InlineData("ui", "mgmt-search-ui-userprefs", "EXT_MGMT;EXT_SEARCH;EXT_UI;EXT_USERPREFS")]
    public async Task Names_are_normalized_to_one_flavor(string asked, string flavour, string constants)
    {
        var (_, output) = await MsBuildAsync(asked, Known, "-getProperty:ZotFlavour,ExtensionConstants,UnknownExtensions");
        var properties = JsonDocument.Parse(output).RootElement.GetProperty("Properties");

        Assert.Equal(
            (flavour, constants, ""),
            (Text("ZotFlavour"), Text("ExtensionConstants"), Text("UnknownExtensions")));

        string? Text(string name) => properties.GetProperty(name).GetString();
    }

    [Theory]
    [InlineData("s", "'s'")]
    [InlineData("lint,searc,userprefsx,searc", "'userprefsx, searc'")]
    [InlineData("all,lint", "'all'")]
    [InlineData("none,lint", "'none'")]
    public async Task Unknown_name_fails_the_build_and_lists_known_names(string asked, string named)
    {
        var (exitCode, output) = await MsBuildAsync(asked, Known, "-t:CheckExtensions");

        Assert.Equal(1, exitCode);
        Assert.Contains($"EXTENSIONS contains unknown names: {named}; allowed: lint, mgmt, search, ui, userprefs (or all, or none)", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Implied_extension_may_be_missing()
    {
        var (_, output) = await MsBuildAsync("ui", "lint,ui", "-getProperty:ZotFlavour,UnknownExtensions");

        Assert.Contains("\"ZotFlavour\": \"ui\"", output, StringComparison.Ordinal);
        Assert.Contains("\"UnknownExtensions\": \"\"", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> MsBuildAsync(string extensions, string known, string question)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            ["msbuild", Path.Combine(SourceTree.Root, "build/Extensions.props"), "-nologo", $"-p:KnownExtensions={known.Replace(",", "%2C", StringComparison.Ordinal)}", question])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["EXTENSIONS"] = extensions;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }
}

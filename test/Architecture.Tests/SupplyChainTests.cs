using System.Text.RegularExpressions;
using Xunit;

namespace Zot.Architecture.Tests;

/// <summary>The inputs of a build and their checks.</summary>
public sealed partial class SupplyChainTests
{
    [Fact]
    public void Audit_is_a_make_target_and_not_part_of_builds()
    {
        Assert.Contains("<NuGetAudit>false</NuGetAudit> <!-- `make audit`", Read("Directory.Build.props"), StringComparison.Ordinal);

        var audit = Target().Match(Read("Makefile"));

        Assert.Contains("--vulnerable --include-transitive", audit.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("build/Dockerfile")]
    [InlineData("build/Dockerfile.minimal")]
    public void Base_images_can_be_pinned_by_digest(string file)
    {
        var content = Read(file);
        var arguments = Argument().Matches(content).Select(static match => match.Groups["name"].Value).ToHashSet();

        Assert.All(
            BaseImage().Matches(content).Select(static match => match.Groups["image"].Value),
            image => Assert.Contains(image, arguments.Select(static name => $"${{{name}}}").Append("scratch")));
    }

    [Theory]
    [InlineData(".git")]
    [InlineData("**/artifacts")]
    [InlineData("**/bin")]
    [InlineData("**/obj")]
    public void Image_context_excludes(string pattern) => Assert.Contains(pattern, Read(".dockerignore").Split('\n'));

    private static string Read(string file) => File.ReadAllText(Path.Combine(SourceTree.Root, file));

    [GeneratedRegex(@"^audit:.*\n(?:\t.*\n)+", RegexOptions.Multiline)]
    private static partial Regex Target();

    [GeneratedRegex(@"^ARG (?<name>\w+)=", RegexOptions.Multiline)]
    private static partial Regex Argument();

    [GeneratedRegex(@"^FROM (?<image>\S+)", RegexOptions.Multiline)]
    private static partial Regex BaseImage();
}

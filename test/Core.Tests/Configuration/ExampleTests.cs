using Xunit;
using Zot.Configuration.Features;
using Zot.Configuration.Loading;

namespace Zot.Core.Tests.Configuration;

/// <summary>The documented examples are valid and cause no warnings.</summary>
public sealed class ExampleTests
{
    /// <summary>The root directory of the source.</summary>
    public static string Root { get; } = FindRoot();

    public static string Folder { get; } = Path.Combine(Root, "examples");

    public static IEnumerable<string> Configurations { get; } = Directory
        .EnumerateFiles(Folder, "config-*", SearchOption.AllDirectories)
        .Select(static file => Path.GetRelativePath(Folder, file))
        .Where(static file => !file.EndsWith("-credentials.json", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .ToList();

    public static TheoryData<string> Examples { get; } = [.. Configurations];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_is_loaded_without_errors_or_warnings(string file)
    {
        var features = Feature.All.Select(static feature => feature.Name).ToHashSet();

        var result = ConfigurationFile.Load(Path.Combine(Folder, file), new ConfigurationSource { Features = features });

        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void More_than_sixty_examples_exist() => Assert.True(Configurations.Count() > 60);

    [Fact]
    public void Example_is_the_same_in_JSON_and_YAML()
    {
        var json = ConfigurationFile.Load(Path.Combine(Folder, "config-example.json"), new ConfigurationSource());
        var yaml = ConfigurationFile.Load(Path.Combine(Folder, "config-example.yaml"), new ConfigurationSource());

        Assert.Equal(json.Sanitized, yaml.Sanitized);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Zot.Net.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("no directory above the tests contains Zot.Net.sln");
        }

        return folder.FullName;
    }
}

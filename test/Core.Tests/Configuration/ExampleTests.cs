using Xunit;
using Zot.Configuration;

namespace Zot.Core.Tests.Configuration;

/// <summary>What we tell users to write works, without a warning.</summary>
public sealed class ExampleTests
{
    /// <summary>The folder of the whole source.</summary>
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
    public void Example_IsReadWithoutErrorOrWarning(string file)
    {
        var features = Feature.All.Select(static feature => feature.Name).ToHashSet();

        var result = ConfigurationFile.Load(Path.Combine(Folder, file), new ConfigurationSource { Features = features });

        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void Examples_AreSixtyAndMore() => Assert.True(Configurations.Count() > 60);

    [Fact]
    public void Example_InJsonAndInYaml_IsTheSame()
    {
        var json = ConfigurationFile.Load(Path.Combine(Folder, "config-example.json"), new ConfigurationSource());
        var yaml = ConfigurationFile.Load(Path.Combine(Folder, "config-example.yaml"), new ConfigurationSource());

        Assert.Equal(json.Sanitised, yaml.Sanitised);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Zot.Net.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("no folder above the tests holds Zot.Net.sln");
        }

        return folder.FullName;
    }
}

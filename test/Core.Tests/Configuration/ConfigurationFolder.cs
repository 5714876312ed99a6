using Zot.Configuration.Features;
using Zot.Configuration.Loading;

namespace Zot.Core.Tests.Configuration;

/// <summary>A temporary directory for the configuration files of a test.</summary>
internal sealed class ConfigurationFolder : IDisposable
{
    private static readonly IReadOnlySet<string> AllFeatures = Feature.All.Select(static feature => feature.Name).ToHashSet();

    public string Path { get; } = Directory.CreateTempSubdirectory("zot-config-").FullName;

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public IReadOnlySet<string> Features { get; init; } = AllFeatures;

    public ConfigurationSource Source => new() { Environment = Environment, Features = Features };

    /// <summary>Reads a configuration from a temporary directory.</summary>
    public static ConfigurationResult Read(string text, string name = "config.json", params (string Name, string Value)[] environment)
    {
        using var folder = new ConfigurationFolder();
        foreach (var (variable, value) in environment)
        {
            folder.Environment[variable] = value;
        }

        return folder.Load(name, text);
    }

    public string Write(string name, string text)
    {
        var file = System.IO.Path.Combine(Path, name);
        File.WriteAllText(file, text);
        return file;
    }

    public ConfigurationResult Load(string name, string text) => ConfigurationFile.Load(Write(name, text), Source);

    public ConfigurationResult Load(string text) => Load("config.json", text);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

using Zot.Configuration.Binding;
using Zot.Configuration.Features;
using Zot.Configuration.Tree;

namespace Zot.Configuration.Loading;

/// <summary>Loads the configuration: a file, or the defaults, overridden by the environment.</summary>
public static class ConfigurationFile
{
    private const string NoKeys = "failed to load config due to the absence of any key:value pair";

    /// <summary>Reads and validates a file. Errors are not thrown, but collected in the result.</summary>
    /// <param name="path">The file: JSON or YAML by its extension; without a known extension, either of them.</param>
    /// <param name="source">The environment, and the features of this build.</param>
    public static ConfigurationResult Load(string path, ConfigurationSource source)
    {
        var findings = new Diagnostics();
        var file = Path.GetFullPath(path);
        try
        {
            var tree = ConfigText.Parse(findings.ReadFile(file), file, findings, mayGuess: true);
            return tree.Count == 0
                ? Invalid(file, "is empty", NoKeys, findings)
                : Read(tree, Path.GetDirectoryName(file), source, findings);
        }
        catch (Exception fault) when (fault is ConfigTextException or IOException or UnauthorizedAccessException)
        {
            return Invalid(file, $"cannot be read: {fault.Message}", "failed to read configuration", findings);
        }
    }

    /// <summary>
    /// Returns the configuration without a file: 127.0.0.1, port 5000, data in <c>$XDG_DATA_HOME/zot</c> or else
    /// <c>~/.local/share/zot</c>, gc and dedupe enabled, log level info. The environment overrides it in the same way
    /// as a file.
    /// </summary>
    public static ConfigurationResult LoadDefault(ConfigurationSource source)
    {
        var tree = new ConfigMap
        {
            ["storage"] = new ConfigMap { ["rootDirectory"] = new ConfigScalar(DataDirectory(source.Environment)) },
            ["http"] =
                new ConfigMap { ["address"] = new ConfigScalar("127.0.0.1"), ["port"] = new ConfigScalar("5000") },
            ["log"] = new ConfigMap { ["level"] = new ConfigScalar("info") },
        };
        return Read(tree, folder: null, source, new Diagnostics());
    }

    /// <summary>Reads a complete tree, with overrides applied and placeholders resolved.</summary>
    internal static ConfigurationResult Read(
        ConfigMap given, SecretFiles files, ConfigurationSource source, Diagnostics findings)
    {
        var options = SectionReader.Read(given, path: "", findings, files, ReadRoot<ZotOptions>(), out var effective);
        var missing = Feature.All.Where(
            feature => !source.Features.Contains(feature.Name) && feature.IsConfiguredIn(options)).ToList();
        foreach (var feature in missing.Where(feature => IsGiven(feature, given)))
        {
            findings.Warn(feature.Key, Missing(feature, source));
        }

        foreach (var error in source.Rules.SelectMany(rule => rule(options)))
        {
            findings.Error(error.Key, error.Problem, error.Reference);
        }

        return new ConfigurationResult(options, given, effective, findings, missing);
    }

    private static ConfigurationResult Read(
        ConfigMap tree, string? folder, ConfigurationSource source, Diagnostics findings)
    {
        EnvironmentOverrides.Apply(tree, source.Environment, findings);
        var placeholders = new Placeholders(source.Environment, folder);
        var given = (ConfigMap)placeholders.Fill(tree, findings);
        return Read(given, new SecretFiles(folder, placeholders), source, findings);
    }

    private static ConfigurationResult Invalid(string file, string problem, string reference, Diagnostics findings)
    {
        findings.Error(file, problem, reference);
        return new ConfigurationResult(new ZotOptions(), new ConfigMap(), new ConfigMap(), findings, missing: []);
    }

    private static string Missing(Feature feature, ConfigurationSource source) =>
        feature.Extension is { } extension && source.LeftOut.Contains(extension)
            ? $"is configured, but this binary doesn't include this feature: "
                + $"skipping it, the {extension} extension is disabled; "
                + $"'make binary EXTENSIONS={extension}' builds one with it"
            : $"is configured, but {feature.Name} is not in this version";

    // Garbage collection is enabled by default; a feature that is not configured explicitly causes no warning.
    private static bool IsGiven(Feature feature, ConfigMap given) => feature.Name != "gc" || given.Has("storage", "gc");

    private static Func<Section, T> ReadRoot<T>()
        where T : class, ISection<T> =>
        T.Read;

    // An XDG path that is not absolute must be ignored.
    private static string DataDirectory(IReadOnlyDictionary<string, string> environment) => Path.Combine(
        environment.GetValueOrDefault("XDG_DATA_HOME") is { } data && Path.IsPathFullyQualified(data)
            ? data
            : Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "zot");
}

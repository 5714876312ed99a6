namespace Zot.Configuration;

/// <summary>The configuration as users keep it: a file, or no file at all, and the environment over it.</summary>
public static class ConfigurationFile
{
    private const string NoKeys = "failed to load config due to the absence of any key:value pair";

    /// <summary>Reads and checks a file. Nothing that is wrong with it is thrown: it is in the result, all of it.</summary>
    /// <param name="path">The file: JSON or YAML by its extension; without a known one, whichever of the two it is.</param>
    /// <param name="source">The environment, and the features of this build.</param>
    public static ConfigurationResult Load(string path, ConfigurationSource source)
    {
        var findings = new Findings();
        var file = Path.GetFullPath(path);
        try
        {
            var tree = ConfigText.Parse(findings.ReadFile(file), file, findings, mayGuess: true);
            return tree.Count == 0 ? Refused(file, "is empty", NoKeys, findings) : Read(tree, Path.GetDirectoryName(file), source, findings);
        }
        catch (Exception fault) when (fault is ConfigTextException or IOException or UnauthorizedAccessException)
        {
            return Refused(file, $"cannot be read: {fault.Message}", "failed to read configuration", findings);
        }
    }

    /// <summary>
    /// What is served without a file: 127.0.0.1, port 5000, data under <c>$XDG_DATA_HOME/zot</c> or else
    /// <c>~/.local/share/zot</c>, gc and dedupe on, log level info. The environment overrides it as it does a file.
    /// </summary>
    public static ConfigurationResult LoadDefault(ConfigurationSource source)
    {
        var tree = new ConfigMap
        {
            ["storage"] = new ConfigMap { ["rootDirectory"] = new ConfigScalar(DataDirectory(source.Environment)) },
            ["http"] = new ConfigMap { ["address"] = new ConfigScalar("127.0.0.1"), ["port"] = new ConfigScalar("5000") },
            ["log"] = new ConfigMap { ["level"] = new ConfigScalar("info") },
        };
        return Read(tree, folder: null, source, new Findings());
    }

    /// <summary>Reads a tree that is whole: overridden and filled in.</summary>
    internal static ConfigurationResult Read(ConfigMap given, SecretFiles files, ConfigurationSource source, Findings findings)
    {
        var options = SectionReader.Read(given, path: "", findings, files, ReadRoot<ZotOptions>(), out var effective);
        var missing = Feature.All.Where(feature => !source.Features.Contains(feature.Name) && feature.IsConfiguredIn(options)).ToList();
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

    private static ConfigurationResult Read(ConfigMap tree, string? folder, ConfigurationSource source, Findings findings)
    {
        EnvironmentOverrides.Apply(tree, source.Environment, findings);
        var placeholders = new Placeholders(source.Environment, folder);
        var given = (ConfigMap)placeholders.Fill(tree, findings);
        return Read(given, new SecretFiles(folder, placeholders), source, findings);
    }

    private static ConfigurationResult Refused(string file, string problem, string reference, Findings findings)
    {
        findings.Error(file, problem, reference);
        return new ConfigurationResult(new ZotOptions(), new ConfigMap(), new ConfigMap(), findings, missing: []);
    }

    private static string Missing(Feature feature, ConfigurationSource source) =>
        feature.Extension is { } extension && source.LeftOut.Contains(extension)
            ? $"is configured, but this binary doesn't include this feature: skipping it, the {extension} extension is disabled; "
                + $"'make binary EXTENSIONS={extension}' builds one with it"
            : $"is configured, but {feature.Name} is not in this version";

    // Garbage collection is on by default, and what nobody asked for is not missed.
    private static bool IsGiven(Feature feature, ConfigMap given) => feature.Name != "gc" || given.Has("storage", "gc");

    private static Func<Section, T> ReadRoot<T>()
        where T : class, ISection<T> =>
        T.Read;

    // An XDG path that is not absolute is to be ignored.
    private static string DataDirectory(IReadOnlyDictionary<string, string> environment) => Path.Combine(
        environment.GetValueOrDefault("XDG_DATA_HOME") is { } data && Path.IsPathFullyQualified(data)
            ? data
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "zot");
}

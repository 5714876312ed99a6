namespace Zot.Configuration;

/// <summary>The configuration of <c>zxp</c> as users keep it: a file, read by the same rules as the registry's.</summary>
/// <param name="Options">The options. Only to be used without <see cref="Errors"/>.</param>
/// <param name="Errors">Every fault.</param>
public sealed record ExporterConfiguration(ZxpOptions Options, IReadOnlyList<ConfigurationError> Errors)
{
    /// <summary>Reads and checks a file; <see langword="null"/> stands for the defaults.</summary>
    /// <param name="path">The file: JSON or YAML.</param>
    /// <param name="environment">What fills in <c>${NAME}</c>.</param>
    public static ExporterConfiguration Load(string? path, IReadOnlyDictionary<string, string> environment)
    {
        if (path is null)
        {
            return new ExporterConfiguration(new ZxpOptions(), []);
        }

        var findings = new Findings();
        var file = Path.GetFullPath(path);
        try
        {
            var tree = ConfigText.Parse(findings.ReadFile(file), file, findings, mayGuess: true);
            if (tree.Count == 0)
            {
                findings.Error(file, "is empty");
            }

            var folder = Path.GetDirectoryName(file);
            var placeholders = new Placeholders(environment, folder);
            var given = (ConfigMap)placeholders.Fill(tree, findings);
            var options = SectionReader.Read(
                given, path: "", findings, new SecretFiles(folder, placeholders), ReadRoot<ZxpOptions>(), out _);
            return new ExporterConfiguration(options, findings.Errors);
        }
        catch (Exception fault) when (fault is ConfigTextException or IOException or UnauthorizedAccessException)
        {
            findings.Error(file, $"cannot be read: {fault.Message}");
            return new ExporterConfiguration(new ZxpOptions(), findings.Errors);
        }
    }

    private static Func<Section, T> ReadRoot<T>()
        where T : class, ISection<T> =>
        T.Read;
}

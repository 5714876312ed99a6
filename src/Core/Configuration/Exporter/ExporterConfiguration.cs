using Zot.Configuration.Binding;
using Zot.Configuration.Loading;
using Zot.Configuration.Tree;

namespace Zot.Configuration.Exporter;

/// <summary>The configuration of <c>zxp</c>: a file, read by the same rules as that of the registry.</summary>
/// <param name="Options">The options. Valid only if <see cref="Errors"/> is empty.</param>
/// <param name="Errors">All errors.</param>
public sealed record ExporterConfiguration(ZxpOptions Options, IReadOnlyList<ConfigurationError> Errors)
{
    /// <summary>Reads and validates a file; <see langword="null"/> stands for the defaults.</summary>
    /// <param name="path">The file: JSON or YAML.</param>
    /// <param name="environment">The variables that replace <c>${NAME}</c>.</param>
    public static ExporterConfiguration Load(string? path, IReadOnlyDictionary<string, string> environment)
    {
        if (path is null)
        {
            return new ExporterConfiguration(new ZxpOptions(), []);
        }

        var findings = new Diagnostics();
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

namespace Zot.Configuration;

/// <summary>What was found while a configuration was read: everything at once, not only the first fault.</summary>
internal sealed class Findings
{
    // Shorter ones would be found in every other word.
    private const int ShortestConcealed = 4;

    private readonly HashSet<string> _concealed = new(StringComparer.Ordinal);

    public List<ConfigurationError> Errors { get; } = [];

    public List<ConfigurationWarning> Warnings { get; } = [];

    /// <summary>The files that were read, as they were just before; a change of one is a change of the configuration.</summary>
    public Dictionary<string, FileFingerprint> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads a file and remembers what it was.</summary>
    public string ReadFile(string path)
    {
        // What is written from here on is a change, and will be seen as one.
        Files[path] = FileFingerprint.Of(path);
        return File.ReadAllText(path);
    }

    public void Error(string key, string problem, string? reference = null)
    {
        var error = new ConfigurationError(key, Mask(problem), reference is null ? null : Mask(reference));
        if (!Errors.Contains(error))
        {
            Errors.Add(error);
        }
    }

    public void Warn(string key, string message) => Warnings.Add(new ConfigurationWarning(key, Mask(message)));

    /// <summary>Keeps a text out of everything that is said from here on.</summary>
    public void Conceal(string text)
    {
        if (text.Length >= ShortestConcealed)
        {
            _concealed.Add(text);
        }
    }

    private string Mask(string message) =>
        _concealed.Aggregate(message, static (text, concealed) => text.Replace(concealed, Secrets.Mask, StringComparison.Ordinal));
}

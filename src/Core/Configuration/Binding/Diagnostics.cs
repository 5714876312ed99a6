using Zot.Configuration.Reloading;
using Zot.Configuration.Values;

namespace Zot.Configuration.Binding;

/// <summary>
/// Collects the errors and warnings found while a configuration is read; all of them, not only the first error.
/// </summary>
internal sealed class Diagnostics
{
    // Shorter texts also occur in unrelated words.
    private const int ShortestConcealed = 4;

    private readonly HashSet<string> _concealed = new(StringComparer.Ordinal);

    public List<ConfigurationError> Errors { get; } = [];

    public List<ConfigurationWarning> Warnings { get; } = [];

    /// <summary>
    /// The files that were read, with their state immediately before; a change to one is a change to the configuration.
    /// </summary>
    public Dictionary<string, FileFingerprint> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads a file and records its fingerprint.</summary>
    public string ReadFile(string path)
    {
        // The fingerprint is taken before the content is read, so that a concurrent write is detected as a change.
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

    /// <summary>Masks a text in all messages that follow.</summary>
    public void AddSecret(string text)
    {
        if (text.Length >= ShortestConcealed)
        {
            _concealed.Add(text);
        }
    }

    private string Mask(string message) =>
        _concealed.Aggregate(
            message, static (text, concealed) => text.Replace(concealed, Secrets.Mask, StringComparison.Ordinal));
}

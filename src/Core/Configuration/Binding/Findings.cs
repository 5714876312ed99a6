namespace Zot.Configuration;

/// <summary>What was found while a configuration was read: everything at once, not only the first fault.</summary>
internal sealed class Findings
{
    public List<ConfigurationError> Errors { get; } = [];

    public List<ConfigurationWarning> Warnings { get; } = [];

    /// <summary>The files that were read; a change of one is a change of the configuration.</summary>
    public HashSet<string> Files { get; } = new(StringComparer.Ordinal);

    public void Error(string key, string problem, string? reference = null)
    {
        var error = new ConfigurationError(key, problem, reference);
        if (!Errors.Contains(error))
        {
            Errors.Add(error);
        }
    }

    public void Warn(string key, string message) => Warnings.Add(new ConfigurationWarning(key, message));
}

using System.Collections;

namespace Zot.Configuration;

/// <summary>What a configuration is read with, besides the file.</summary>
public sealed record ConfigurationSource
{
    /// <summary>The variables that override keys (<c>ZOT_HTTP__PORT</c>) and fill in <c>${NAME}</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The names of the features that this build has, out of <see cref="Feature.All"/>.</summary>
    public IReadOnlySet<string> Features { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The process's own environment.</summary>
    public static ConfigurationSource OfProcess(IReadOnlySet<string> features)
    {
        // On Windows the names of variables have no case.
        var environment = new Dictionary<string, string>(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            environment[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        return new ConfigurationSource { Environment = environment, Features = features };
    }
}

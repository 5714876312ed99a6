using System.Collections;

namespace Zot.Configuration;

/// <summary>What a configuration is read with, besides the file.</summary>
public sealed record ConfigurationSource
{
    /// <summary>The variables that override keys (<c>ZOT_HTTP__PORT</c>) and fill in <c>${NAME}</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The names of the features that this build has, out of <see cref="Feature.All"/>.</summary>
    public IReadOnlySet<string> Features { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The names of the extensions there are and that were left out of this build.</summary>
    public IReadOnlySet<string> LeftOut { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Rules that take more than the configuration knows; each gives the faults it finds.</summary>
    public IReadOnlyList<Func<ZotOptions, IReadOnlyList<ConfigurationError>>> Rules { get; init; } = [];

    /// <summary>The process's own environment.</summary>
    public static IReadOnlyDictionary<string, string> ProcessEnvironment()
    {
        // On Windows the names of variables have no case.
        var environment = new Dictionary<string, string>(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            environment[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        return environment;
    }
}

using System.Collections;
using Zot.Configuration.Features;

namespace Zot.Configuration.Loading;

/// <summary>The inputs of a configuration other than the file.</summary>
public sealed record ConfigurationSource
{
    /// <summary>The variables that override keys (<c>ZOT_HTTP__PORT</c>) and replace <c>${NAME}</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The names of the features in this build, out of <see cref="Feature.All"/>.</summary>
    public IReadOnlySet<string> Features { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The names of the existing extensions that are not included in this build.</summary>
    public IReadOnlySet<string> LeftOut { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Additional rules that require knowledge outside the configuration; each returns the errors it finds.
    /// </summary>
    public IReadOnlyList<Func<ZotOptions, IReadOnlyList<ConfigurationError>>> Rules { get; init; } = [];

    /// <summary>Returns the environment of the process.</summary>
    public static IReadOnlyDictionary<string, string> ProcessEnvironment()
    {
        // On Windows, the names of variables are case-insensitive.
        var environment = new Dictionary<string, string>(
            OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            environment[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        return environment;
    }
}

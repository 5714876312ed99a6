using Zot.Configuration;
using Zot.Extensions;

namespace Zot.Server.Configuring;

/// <summary>What this build can do, by the names of <see cref="Feature"/>.</summary>
internal static class BuildFeatures
{
    private static readonly string[] OfCore =
        ["tls", "htpasswd", "apikey", "mtls", "accessControl", "subPaths", "commit", "ratelimit", "docker2s2", "audit", "gc", "retention", "keepUntagged",
         "scheduler", "maxRepos", "sessions"];

    /// <summary>The features of the core, and of the extensions that are compiled in.</summary>
    public static IReadOnlySet<string> All { get; } =
        Feature.All
            .Where(static feature => feature.Extension is { } extension ? CompiledIn.Contains(extension) : OfCore.Contains(feature.Name))
            .Select(static feature => feature.Name)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>The extensions there are and that were left out.</summary>
    public static IReadOnlySet<string> LeftOut { get; } =
        CompiledExtensions.All.Where(static extension => !extension.IsCompiledIn).Select(static extension => extension.Name).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> CompiledIn =>
        CompiledExtensions.All.Where(static extension => extension.IsCompiledIn).Select(static extension => extension.Name);
}

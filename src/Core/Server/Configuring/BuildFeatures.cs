using Zot.Configuration.Features;
using Zot.Extensions;

namespace Zot.Server.Configuring;

/// <summary>The features of this build, by the names of <see cref="Feature"/>.</summary>
internal static class BuildFeatures
{
    private static readonly string[] OfCore =
    [
        "tls", "htpasswd", "apikey", "mtls", "accessControl", "subPaths", "commit", "ratelimit", "docker2s2", "audit",
        "gc", "retention", "keepUntagged", "scheduler", "maxRepos", "sessions",
    ];

    /// <summary>The features of the core and of the compiled-in extensions.</summary>
    public static IReadOnlySet<string> All { get; } =
        Feature.All
            .Where(static feature =>
                feature.Extension is { } extension ? CompiledIn.Contains(extension) : OfCore.Contains(feature.Name))
            .Select(static feature => feature.Name)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>The names of extensions that are not compiled in.</summary>
    public static IReadOnlySet<string> LeftOut { get; } =
        CompiledExtensions.All.Where(static extension => !extension.IsCompiledIn)
            .Select(static extension => extension.Name)
            .ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> CompiledIn =>
        CompiledExtensions.All.Where(static extension => extension.IsCompiledIn)
            .Select(static extension => extension.Name);
}

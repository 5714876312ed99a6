namespace Zot.Server.Configuring;

/// <summary>What this build can do, by the names of <see cref="Zot.Configuration.Feature"/>.</summary>
internal static class BuildFeatures
{
    public static readonly IReadOnlySet<string> All = new HashSet<string>(StringComparer.Ordinal)
    {
        "tls", "htpasswd", "mtls", "subPaths", "commit", "ratelimit", "docker2s2", "audit",
    };
}

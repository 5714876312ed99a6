#if EXT_SYNC
using Zot.Registry;

namespace Zot.Extensions.Sync.Naming;

/// <summary>
/// Docker Hub has several addresses, of which one serves the API, and a namespace for its own images.
/// </summary>
internal static class DockerHub
{
    private const string Host = "registry-1.docker.io";
    private const string Namespace = "library";

    private static readonly string[] Hosts =
        [
            "docker.io",
            "www.docker.io",
            "index.docker.io",
            "registry.docker.io",
            "hub.docker.com",
            "registry.hub.docker.com",
            Host,
        ];

    /// <summary>
    /// Returns the URL of a registry without its path and credentials, which are ignored; for any address of Docker Hub
    /// the one that serves the API.
    /// </summary>
    public static Uri Normalize(Uri url) => IsHub(url)
        ? new Uri($"https://{Host}/")
        : new UriBuilder(url) { UserName = "", Password = "", Path = "", Query = "", Fragment = "" }.Uri;

    /// <summary>
    /// Returns the name of a repository in a registry: <c>library/alpine</c> for <c>alpine</c> of Docker Hub.
    /// </summary>
    /// <param name="host">The URL of the registry.</param>
    /// <param name="name">The name as configured or requested.</param>
    public static RepositoryName UpstreamName(Uri host, RepositoryName name) =>
        IsHub(host) && name.Components.Count == 1 ? RepositoryName.Parse($"{Namespace}/{name}") : name;

    private static bool IsHub(Uri url) => Hosts.Contains(url.IdnHost.TrimEnd('.'), StringComparer.OrdinalIgnoreCase);
}
#endif

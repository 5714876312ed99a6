namespace Zot.Http;

/// <summary>Knows what <c>GET /v2/_oci/ext/discover</c> tells clients. Without one, there are no extensions.</summary>
public interface IExtensionDirectory
{
    /// <summary>The extensions that are switched on.</summary>
    IReadOnlyList<DiscoveredExtension> Extensions { get; }
}

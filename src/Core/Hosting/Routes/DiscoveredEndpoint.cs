namespace Zot.Hosting.Routes;

/// <summary>The endpoints in the response of <c>GET /v2/_oci/ext/discover</c>, in order.</summary>
/// <remarks>
/// A single list, as with <see cref="RegistryLayer"/>. Clients look for these endpoints; others are not listed.
/// </remarks>
public enum DiscoveredEndpoint
{
    /// <summary>Upload of notation certificates.</summary>
    Notation,

    /// <summary>Upload of cosign public keys.</summary>
    Cosign,

    /// <summary>Search.</summary>
    Search,

    /// <summary>Stars and bookmarks.</summary>
    UserPrefs,

    /// <summary>Public information about the registry for clients.</summary>
    Mgmt,
}

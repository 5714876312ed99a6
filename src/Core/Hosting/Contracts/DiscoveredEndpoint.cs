namespace Zot.Hosting;

/// <summary>What <c>GET /v2/_oci/ext/discover</c> names, in its order.</summary>
/// <remarks>One list, as with <see cref="RegistryLayer"/>. Clients look for these; other extensions are not named.</remarks>
public enum DiscoveredEndpoint
{
    /// <summary>Upload of notation's certificates.</summary>
    Notation,

    /// <summary>Upload of cosign's public keys.</summary>
    Cosign,

    /// <summary>Search.</summary>
    Search,

    /// <summary>Stars and bookmarks.</summary>
    UserPrefs,

    /// <summary>What clients have to know of the registry.</summary>
    Mgmt,
}

namespace Zot.Auth.AccessControl;

/// <summary>The actions that policies grant; in the configuration, their names are in camel case.</summary>
public enum AccessAction
{
    /// <summary>Pulls and lists.</summary>
    Read,

    /// <summary>Pushes new content.</summary>
    Create,

    /// <summary>Moves an existing tag.</summary>
    Update,

    /// <summary>Deletes content.</summary>
    Delete,

    /// <summary>
    /// Not a right but a restriction: deleting a manifest by digest is rejected while several tags share it. Granted
    /// only by repository policies, not by the admin policy.
    /// </summary>
    DetectManifestCollision,

    /// <summary>
    /// Reads names, addresses and user agents in the event stream. Never granted to anonymous callers.
    /// </summary>
    Audit,
}

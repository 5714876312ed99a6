namespace Zot.Auth.AccessControl;

/// <summary>What policies give; the names in a configuration are these in camel case.</summary>
public enum AccessAction
{
    /// <summary>Pull or list.</summary>
    Read,

    /// <summary>Push something new.</summary>
    Create,

    /// <summary>Move a tag that is there.</summary>
    Update,

    /// <summary>Remove something.</summary>
    Delete,

    /// <summary>
    /// No right but a way to be treated: a delete by digest of a manifest that several tags share is refused. Only
    /// policies of repositories give it, being an administrator does not.
    /// </summary>
    DetectManifestCollision,

    /// <summary>Learn who did something: names, addresses and user agents in the stream of events. Never a right of anonymous callers.</summary>
    Audit,
}

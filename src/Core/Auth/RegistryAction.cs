namespace Zot.Auth;

/// <summary>What a caller wants to do to a repository.</summary>
public enum RegistryAction
{
    /// <summary>Pull or list.</summary>
    Read,

    /// <summary>Push something new.</summary>
    Create,

    /// <summary>Move a tag that is there.</summary>
    Update,

    /// <summary>Remove something.</summary>
    Delete,
}

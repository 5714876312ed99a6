namespace Zot.Metadata.Users;

/// <summary>As what a user marks a repository. The numbers stand in the users' file.</summary>
public enum MarkKind
{
    /// <summary>Liked: others see how many users do.</summary>
    Star = 1,

    /// <summary>To be found again, by this user alone.</summary>
    Bookmark = 2,
}

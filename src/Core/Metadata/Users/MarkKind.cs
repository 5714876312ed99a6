namespace Zot.Metadata.Users;

/// <summary>The kind of a mark. The values are stored in the users' file.</summary>
public enum MarkKind
{
    /// <summary>Starred: other users see the number of stars.</summary>
    Star = 1,

    /// <summary>Bookmarked, visible to this user only.</summary>
    Bookmark = 2,
}

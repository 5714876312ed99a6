namespace Zot.Registry;

/// <summary>The kinds of <see cref="ContentChange"/>.</summary>
public enum ContentChangeKind
{
    /// <summary>The bytes of a blob or manifest were stored.</summary>
    BlobStored,

    /// <summary>The bytes of a blob or manifest were deleted.</summary>
    BlobDeleted,

    /// <summary>
    /// A client pushed a manifest. Follows the changes of entries, of which there may be none.
    /// </summary>
    ManifestPushed,

    /// <summary>A client deleted a manifest with all its tags. Follows the changes of entries.</summary>
    ManifestDeleted,

    /// <summary>
    /// A tag was moved or deleted, or a manifest without tags added or deleted. The change does not include its value:
    /// a subscriber reads the current one.
    /// </summary>
    EntryChanged,

    /// <summary>The repository was read again: its earlier changes no longer apply.</summary>
    IndexLoaded,

    /// <summary>All changes of entries so far are in <c>index.json</c>.</summary>
    IndexWritten,

    /// <summary>The repository was removed; another one of that name cannot exist yet.</summary>
    RepositoryRemoved,
}

#if EXT_EVENTS
namespace Zot.Extensions.Events.Model;

/// <summary>The kinds of events. The numbers are stored and must never change.</summary>
internal enum EventKind
{
    /// <summary>A repository was created.</summary>
    RepositoryCreated = 1,

    /// <summary>A manifest was pushed, by one tag or by its digest.</summary>
    ManifestPushed = 2,

    /// <summary>A manifest was pulled.</summary>
    ManifestPulled = 3,

    /// <summary>A manifest was deleted by its digest.</summary>
    ManifestDeleted = 4,

    /// <summary>A tag was deleted, by itself or with its manifest.</summary>
    TagDeleted = 5,

    /// <summary>A blob was uploaded.</summary>
    BlobPushed = 6,

    /// <summary>A blob was pulled.</summary>
    BlobPulled = 7,

    /// <summary>A blob of another repository was mounted.</summary>
    BlobMounted = 8,

    /// <summary>A blob was deleted.</summary>
    BlobDeleted = 9,

    /// <summary>A manifest was rejected because an annotation was missing.</summary>
    LintFailed = 10,

    /// <summary>An administrator tested whether an endpoint responds.</summary>
    Ping = 11,

    /// <summary>A scrub found damaged content in a repository.</summary>
    RepositoryScrubbed = 12,
}
#endif

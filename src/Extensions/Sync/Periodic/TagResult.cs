#if EXT_SYNC
namespace Zot.Extensions.Sync.Periodic;

/// <summary>The results of the comparison of a tag.</summary>
internal enum TagResult
{
    /// <summary>The local copy is up to date.</summary>
    Current,

    /// <summary>The image was copied, or would be.</summary>
    Copied,

    /// <summary>The image is not to be copied, or does not exist any more.</summary>
    Skipped,

    /// <summary>The copy failed.</summary>
    Failed,
}
#endif

#if EXT_SYNC
namespace Zot.Extensions.Sync.Copying;

/// <summary>The results of the copy of an image.</summary>
internal enum ImageOutcome
{
    /// <summary>The image is stored.</summary>
    Copied,

    /// <summary>A part does not exist in the upstream registry.</summary>
    Incomplete,

    /// <summary>The upstream registry cannot be read.</summary>
    Unavailable,

    /// <summary>A layer of this registry rejects the image.</summary>
    Rejected,
}
#endif

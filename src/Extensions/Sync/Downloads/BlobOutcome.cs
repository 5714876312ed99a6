#if EXT_SYNC
namespace Zot.Extensions.Sync.Downloads;

/// <summary>The results of a download.</summary>
internal enum BlobOutcome
{
    /// <summary>The blob is stored.</summary>
    Stored,

    /// <summary>The upstream registry does not have the blob.</summary>
    Missing,

    /// <summary>The upstream registry cannot be read.</summary>
    Unavailable,

    /// <summary>The blob was downloaded, and could not be stored.</summary>
    Rejected,
}
#endif

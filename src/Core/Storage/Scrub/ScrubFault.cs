using Zot.Registry;

namespace Zot.Storage.Scrub;

/// <summary>A missing, damaged or invalid blob.</summary>
/// <param name="Blob">The digest of the blob.</param>
/// <param name="Error">The error.</param>
/// <param name="IsRepaired">True if the blob has been repaired.</param>
internal sealed record ScrubFault(Digest Blob, string Error, bool IsRepaired = false)
{
    internal const string NotFound = "blob not found";
    internal const string BadDigest = "bad blob digest";
    internal const string Unreadable = "blob could not be read";
    internal const string Quarantined = "bad blob digest, moved to quarantine";
    internal const string InvalidManifest = "invalid manifest content";
    internal const string InvalidConfig = "invalid server config";
}

using Zot.Registry;

namespace Zot.Storage.Scrub;

/// <summary>A blob that is not as it should be.</summary>
/// <param name="Blob">Which one.</param>
/// <param name="Error">What is wrong with it.</param>
/// <param name="IsRepaired">Whether it is as it should be again.</param>
internal sealed record ScrubFault(Digest Blob, string Error, bool IsRepaired = false)
{
    internal const string NotFound = "blob not found";
    internal const string BadDigest = "bad blob digest";
    internal const string Unreadable = "blob could not be read";
    internal const string Quarantined = "bad blob digest, moved to quarantine";
    internal const string InvalidManifest = "invalid manifest content";
    internal const string InvalidConfig = "invalid server config";
}

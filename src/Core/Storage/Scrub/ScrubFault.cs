using Zot.Registry;

namespace Zot.Storage.Scrub;

/// <summary>A blob that is not as it should be.</summary>
internal sealed record ScrubFault(Digest Blob, string Error)
{
    internal const string NotFound = "blob not found";
    internal const string BadDigest = "bad blob digest";
    internal const string InvalidManifest = "invalid manifest content";
    internal const string InvalidConfig = "invalid server config";
}

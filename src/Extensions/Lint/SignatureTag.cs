#if EXT_LINT
using Zot.Registry;

namespace Zot.Extensions.Lint;

/// <summary>The tags of cosign signatures in registries without referrers: <c>sha256-….sig</c>.</summary>
internal static class SignatureTag
{
    /// <summary>Indicates whether a push refers to its manifest only by such tags.</summary>
    public static bool IsOnlyReferenceOf(ManifestPush push) =>
        push.AllTags.Any() && push.AllTags.All(static tag => IsSignature(tag.ToString()));

    private static bool IsSignature(string tag) =>
        tag.StartsWith("sha256-", StringComparison.Ordinal) && tag.EndsWith(".sig", StringComparison.Ordinal);
}
#endif

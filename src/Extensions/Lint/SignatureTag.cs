#if EXT_LINT
using Zot.Registry;

namespace Zot.Extensions.Lint;

/// <summary>The tags under which cosign keeps signatures in registries without referrers: <c>sha256-….sig</c>.</summary>
internal static class SignatureTag
{
    /// <summary>Whether a push names its manifest by such tags, and in no other way.</summary>
    public static bool IsOnlyReferenceOf(ManifestPush push) =>
        push.AllTags.Any() && push.AllTags.All(static tag => IsSignature(tag.ToString()));

    private static bool IsSignature(string tag) =>
        tag.StartsWith("sha256-", StringComparison.Ordinal) && tag.EndsWith(".sig", StringComparison.Ordinal);
}
#endif

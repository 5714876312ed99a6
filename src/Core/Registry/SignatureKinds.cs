using System.Text.RegularExpressions;

namespace Zot.Registry;

/// <summary>Distinguishes signatures from other artifacts.</summary>
public static partial class SignatureKinds
{
    /// <summary>The tool cosign.</summary>
    public const string Cosign = "cosign";

    /// <summary>The tool notation.</summary>
    public const string Notation = "notation";

    /// <summary>Returns the kind of signature by the type of an artifact that has a subject.</summary>
    public static string? Of(string? artifactType) => artifactType switch
    {
        "application/vnd.cncf.notary.signature" => Notation,
        "application/vnd.dev.cosign.artifact.sig.v1+json" or "application/vnd.dev.sigstore.bundle.v0.3+json" => Cosign,
        _ => null,
    };

    /// <summary>
    /// Returns the subject of a signature by its tag, the cosign scheme without referrers; <see langword="null"/> if
    /// the tag is not a signature.
    /// </summary>
    /// <returns>The digest of the signed manifest.</returns>
    public static string? SubjectOf(string tag) =>
        CosignTag().Match(tag) is { Success: true } match ? $"sha256:{match.Groups["hex"].ValueSpan}" : null;

    /// <summary>Returns the tag of a cosign signature without referrers.</summary>
    public static string TagOf(Digest subject) => $"{subject.ToString().Replace(':', '-')}.sig";

    /// <summary>
    /// Indicates whether a tag refers to a manifest by its name: that of a signature, or one of the referrers tag
    /// scheme.
    /// </summary>
    public static bool IsReference(string tag) => ReferenceTag().IsMatch(tag);

    [GeneratedRegex(@"^sha256-[0-9a-f]{64}(\.sig)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ReferenceTag();

    [GeneratedRegex(@"^sha256-(?<hex>[0-9a-f]{64})\.sig\z", RegexOptions.CultureInvariant
        | RegexOptions.ExplicitCapture)]
    private static partial Regex CosignTag();
}

using System.Text.RegularExpressions;

namespace Zot.Metadata;

/// <summary>How signatures are told from other artifacts.</summary>
internal static partial class SignatureKinds
{
    internal const string Cosign = "cosign";
    internal const string Notation = "notation";

    /// <summary>By the type of an artifact that has a subject.</summary>
    internal static string? Of(string? artifactType) => artifactType switch
    {
        "application/vnd.cncf.notary.signature" => Notation,
        "application/vnd.dev.cosign.artifact.sig.v1+json" or "application/vnd.dev.sigstore.bundle.v0.3+json" => Cosign,
        _ => null,
    };

    /// <summary>By its tag, as cosign has it without subjects; <see langword="null"/> when it is no signature.</summary>
    /// <returns>The digest it signs.</returns>
    internal static string? SubjectOf(string tag) =>
        CosignTag().Match(tag) is { Success: true } match ? $"sha256:{match.Groups["hex"].ValueSpan}" : null;

    [GeneratedRegex(@"^sha256-(?<hex>[0-9a-f]{64})\.sig\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex CosignTag();
}

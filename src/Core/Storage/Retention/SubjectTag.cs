using System.Text.RegularExpressions;
using Zot.Registry;
using Zot.Storage.Indexing;

namespace Zot.Storage.Retention;

/// <summary>
/// A tag that names the digest of its subject: a signature, attestation or bill of materials, or the referrers
/// fallback.
/// </summary>
/// <remarks>
/// cosign's <c>sha256-&lt;hex&gt;.sig</c>, <c>.att</c> and <c>.sbom</c>; distribution-spec v1.1.1, "Referrers Tag
/// Schema", which truncates the hash after 64 digits.
/// </remarks>
internal sealed partial class SubjectTag
{
    private readonly string _algorithm;
    private readonly string _hash;

    // Null for a truncated hash.
    private Digest? Whole => Digest.TryParse($"{_algorithm}:{_hash}", out var whole) ? whole : null;

    private SubjectTag(string algorithm, string hash) => (_algorithm, _hash) = (algorithm, hash);

    /// <summary>Parses a tag; <see langword="null"/> for a tag of any other form.</summary>
    internal static SubjectTag? TryParse(string tag) =>
        tag.StartsWith("sha", StringComparison.Ordinal) && Form().Match(tag) is { Success: true } match
            ? new SubjectTag(match.Groups["algorithm"].Value, match.Groups["hash"].Value)
            : null;

    /// <summary>Finds the subject in an index; <see langword="null"/> if it is missing.</summary>
    /// <param name="index">The tags and manifests of the repository.</param>
    /// <param name="tagged">The manifest that the tag points to: a manifest is not its own subject.</param>
    internal Digest? FindIn(RepositoryIndex index, Digest tagged)
    {
        if (Whole is { } whole)
        {
            return whole != tagged && index.Manifests.ContainsKey(whole) ? whole : null;
        }

        foreach (var digest in index.Manifests.Keys)
        {
            if (digest != tagged && IsFor(digest))
            {
                return digest;
            }
        }

        return null;
    }

    /// <summary>Returns whether the subject is one of the given manifests.</summary>
    internal bool IsFor(IReadOnlySet<Digest> digests) =>
        Whole is { } whole ? digests.Contains(whole) : digests.Any(IsFor);

    private bool IsFor(Digest digest) =>
        digest.Algorithm.Name == _algorithm && digest.Encoded.StartsWith(_hash, StringComparison.Ordinal);

    [GeneratedRegex(
        @"^(?<algorithm>sha256|sha384|sha512)-(?<hash>[0-9a-f]{64,128})(\.(sig|att|sbom))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}

#if EXT_SYNC
using Zot.Registry;

namespace Zot.Extensions.Sync.Conversion;

/// <summary>
/// An attestation of BuildKit, which an index contains beside the manifest that it describes.
/// </summary>
/// <param name="Manifest">The manifest of the attestation.</param>
/// <param name="Subject">The digest of the described manifest, as in the index: before a conversion.</param>
internal sealed record DockerAttestation(Descriptor Manifest, Digest Subject)
{
    private const string ReferenceType = "vnd.docker.reference.type";
    private const string ReferenceDigest = "vnd.docker.reference.digest";

    /// <summary>Returns whether an entry of an index is an attestation.</summary>
    public static bool Is(Descriptor entry) =>
        entry.Annotations?.ContainsKey(ReferenceType) == true
        || entry.Annotations?.ContainsKey(ReferenceDigest) == true;

    /// <summary>
    /// Returns an attestation; <see langword="null"/> for another entry, or one without a valid subject.
    /// </summary>
    public static DockerAttestation? Of(Descriptor entry) =>
        Digest.TryParse(entry.Annotations?.GetValueOrDefault(ReferenceDigest), out var subject)
            ? new DockerAttestation(entry, subject)
            : null;
}
#endif

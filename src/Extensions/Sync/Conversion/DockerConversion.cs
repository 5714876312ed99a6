#if EXT_SYNC
using Zot.Registry;

namespace Zot.Extensions.Sync.Conversion;

/// <summary>Converts manifests of Docker to those of OCI. Blobs keep their bytes; only media types change.</summary>
/// <remarks>
/// The same manifest always results in the same bytes: compact, in the member order of the structures of image-spec.
/// </remarks>
internal static class DockerConversion
{
    /// <summary>
    /// The artifact type of converted attestations, as BuildKit writes it if it uses subjects itself.
    /// </summary>
    public const string AttestationType = "application/vnd.docker.attestation.manifest.v1+json";

    /// <summary>Returns whether a manifest has a type of Docker, or lists a manifest of such a type.</summary>
    /// <exception cref="RegistryException">The manifest is invalid.</exception>
    public static bool IsNeeded(ManifestContent manifest) => manifest.Descriptor.MediaType switch
    {
        var type when MediaTypes.IsDocker(type) => true,
        MediaTypes.OciIndex => Parse(manifest).Manifests.Any(static one => MediaTypes.IsDocker(one.MediaType)),
        _ => false,
    };

    /// <summary>
    /// Converts a manifest. One of OCI is returned unchanged, unless it lists a manifest that was converted.
    /// Attestations are removed from a converted list: see <see cref="AttestationsOf"/>.
    /// </summary>
    /// <param name="original">The manifest.</param>
    /// <param name="child">
    /// Returns the converted descriptor of a listed manifest; <see langword="null"/> to remove it from the list.
    /// </param>
    /// <exception cref="RegistryException">The manifest is invalid, or too large after the conversion.</exception>
    public static ManifestContent Convert(ManifestContent original, Func<Digest, Descriptor?> child)
    {
        var manifest = Parse(original);
        if (manifest.MediaType == MediaTypes.DockerManifest)
        {
            return Rewrite(original, new ManifestChanges(MediaTypes.OciManifest));
        }

        if (!MediaTypes.IsIndex(manifest.MediaType))
        {
            return original;
        }

        var children = manifest.Manifests.Select(one => DockerAttestation.Is(one) ? null : child(one.Digest)).ToList();
        return manifest.MediaType == MediaTypes.OciIndex && !HasChanges(manifest.Manifests, child)
            ? original
            : Rewrite(original, new ManifestChanges(MediaTypes.OciIndex) { Manifests = children });
    }

    /// <summary>Converts an attestation to a referrer.</summary>
    /// <param name="original">The manifest of the attestation, of either type.</param>
    /// <param name="subject">The converted manifest that it describes.</param>
    /// <exception cref="RegistryException">
    /// The manifest is invalid, an index, or too large after the conversion.
    /// </exception>
    public static ManifestContent ConvertAttestation(ManifestContent original, Descriptor subject)
    {
        var manifest = Parse(original);
        return MediaTypes.IsIndex(manifest.MediaType)
            ? throw RegistryError.ManifestInvalid.With(
                "mediaType", manifest.MediaType, "an attestation must not be an index")
            : Rewrite(original, new ManifestChanges(MediaTypes.OciManifest)
            {
                ArtifactType = manifest.ArtifactType ?? AttestationType,
                Subject = subject,
            });
    }

    /// <summary>Returns the attestations that a list contains; one without a valid subject is skipped.</summary>
    /// <exception cref="RegistryException">The manifest is invalid.</exception>
    public static IReadOnlyList<DockerAttestation> AttestationsOf(ManifestContent list) =>
        [.. Parse(list).Manifests.Select(DockerAttestation.Of).OfType<DockerAttestation>()];

    private static Manifest Parse(ManifestContent manifest) =>
        Manifest.Parse(manifest.Descriptor.MediaType, manifest.Content);

    // An index of OCI keeps its attestations as long as the manifests that they describe keep their digests.
    private static bool HasChanges(IReadOnlyList<Descriptor> manifests, Func<Digest, Descriptor?> child) =>
        manifests.Any(one => !DockerAttestation.Is(one) && child(one.Digest)?.Digest != one.Digest);

    private static ManifestContent Rewrite(ManifestContent original, ManifestChanges changes)
    {
        var content = ManifestWriter.Write(original.Content, changes);
        var descriptor = original.Descriptor with
        {
            MediaType = changes.MediaType,
            Digest = original.Descriptor.Digest.Algorithm.Compute(content),
            Size = content.Length,
            ArtifactType = changes.ArtifactType ?? original.Descriptor.ArtifactType,
        };
        return content.Length <= ManifestPush.MaxContentLength
            ? new ManifestContent(descriptor, content)
            : throw RegistryError.ManifestTooLarge.With(
                "digest", original.Descriptor.Digest, "the converted manifest is too large");
    }
}
#endif

namespace Zot.Registry;

/// <summary>The members of a manifest or index that a registry uses, whatever its media type.</summary>
/// <remarks>image-spec v1.1.1, manifest.md and image-index.md; Docker's schema 2 has the same members.</remarks>
public sealed record Manifest(string MediaType)
{
    /// <summary>The configuration; <see langword="null"/> for an index.</summary>
    public Descriptor? Config { get; init; }

    /// <summary>The layers; empty for an index.</summary>
    public IReadOnlyList<Descriptor> Layers { get; init; } = [];

    /// <summary>The manifests that an index lists; empty for other manifests.</summary>
    public IReadOnlyList<Descriptor> Manifests { get; init; } = [];

    /// <summary>The subject, which need not exist; <see langword="null"/> if there is none.</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>The declared artifact type.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>The annotations; <see langword="null"/> if there are none.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>
    /// The artifact type in a list of referrers: the declared one, or the media type of the configuration.
    /// </summary>
    /// <remarks>distribution-spec, "Listing Referrers".</remarks>
    public string? EffectiveArtifactType => ArtifactType ?? Config?.MediaType;

    /// <summary>The referenced blobs; the manifests of an index are not blobs.</summary>
    public IEnumerable<Descriptor> Blobs => Config is null ? Layers : Layers.Prepend(Config);

    /// <summary>Reads a manifest and checks it against the image specification.</summary>
    /// <remarks>
    /// Invalid Unicode is read as U+FFFD, and member names match in any letter case, as for clients written in Go:
    /// other registries have accepted both.
    /// </remarks>
    /// <param name="mediaType">The declared type, which decides what the bytes must be.</param>
    /// <param name="content">The exact bytes.</param>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.ManifestInvalid"/>, with the member and the rule it breaks. No other exception is
    /// thrown, whatever the bytes are.
    /// </exception>
    public static Manifest Parse(string mediaType, ReadOnlyMemory<byte> content) =>
        ManifestReader.Read(mediaType, content, isStrict: false);

    /// <summary>
    /// Reads a manifest pushed by a client: like <see cref="Parse"/>, but each specified member must have its exact
    /// name.
    /// </summary>
    /// <param name="mediaType">The declared type, which decides what the bytes must be.</param>
    /// <param name="content">The exact bytes.</param>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.ManifestInvalid"/>, as in <see cref="Parse"/>.
    /// </exception>
    public static Manifest ParsePushed(string mediaType, ReadOnlyMemory<byte> content) =>
        ManifestReader.Read(mediaType, content, isStrict: true);
}

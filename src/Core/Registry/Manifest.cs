namespace Zot.Registry;

/// <summary>What a registry needs to know of a manifest or index, whatever its type.</summary>
/// <remarks>image-spec v1.1.1, manifest.md and image-index.md; Docker's schema 2 has the same members.</remarks>
public sealed record Manifest(string MediaType)
{
    /// <summary>The configuration; <see langword="null"/> for an index.</summary>
    public Descriptor? Config { get; init; }

    /// <summary>The layers; empty for an index.</summary>
    public IReadOnlyList<Descriptor> Layers { get; init; } = [];

    /// <summary>The manifests an index lists.</summary>
    public IReadOnlyList<Descriptor> Manifests { get; init; } = [];

    /// <summary>The manifest it refers to, which need not exist.</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>The declared artifact type.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>Free-form facts; <see langword="null"/> when there are none.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>The artifact type in a list of referrers: the declared one, else that of the configuration.</summary>
    /// <remarks>distribution-spec, "Listing Referrers".</remarks>
    public string? EffectiveArtifactType => ArtifactType ?? Config?.MediaType;

    /// <summary>The blobs it names; the manifests of an index are not blobs.</summary>
    public IEnumerable<Descriptor> Blobs => Config is null ? Layers : Layers.Prepend(Config);

    /// <summary>Reads a manifest and checks it against the image specification.</summary>
    /// <remarks>
    /// Text that is not valid Unicode is read as U+FFFD, and a member whose name has another case than the specification's
    /// counts, as for clients in Go: other registries have accepted both.
    /// </remarks>
    /// <param name="mediaType">The declared type, which decides what the bytes must be.</param>
    /// <param name="content">The exact bytes.</param>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.ManifestInvalid"/>, with the member and the rule it breaks. No other exception is thrown,
    /// whatever the bytes are.
    /// </exception>
    public static Manifest Parse(string mediaType, ReadOnlyMemory<byte> content) =>
        ManifestReader.Read(mediaType, content, isStrict: false);

    /// <summary>Reads a manifest that a client pushes: as <see cref="Parse"/>, but each specified member must have its exact name.</summary>
    /// <param name="mediaType">The declared type, which decides what the bytes must be.</param>
    /// <param name="content">The exact bytes.</param>
    /// <exception cref="RegistryException"><see cref="RegistryError.ManifestInvalid"/>, as in <see cref="Parse"/>.</exception>
    public static Manifest ParsePushed(string mediaType, ReadOnlyMemory<byte> content) =>
        ManifestReader.Read(mediaType, content, isStrict: true);
}

using Zot.Registry;

namespace Zot.Metadata;

/// <summary>The record of a manifest in the index.</summary>
/// <param name="Digest">Its digest.</param>
/// <param name="MediaType">Its type.</param>
/// <param name="Size">The size of the manifest itself, in bytes.</param>
public sealed record ManifestRecord(Digest Digest, string MediaType, long Size)
{
    /// <summary>The declared artifact type, or else the media type of the configuration.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>The manifest it refers to, which need not exist.</summary>
    public Digest? Subject { get; init; }

    /// <summary>
    /// The total size of the referenced blobs in bytes, each counted per reference. Zero for an index.
    /// </summary>
    public long ContentSize { get; init; }

    /// <summary>The creation time of the image, from its configuration or else the last step of its history.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>
    /// The platform of the configuration; if it has none, that of the index, for an image that is read as a part of
    /// one; <see langword="null"/> without any.
    /// </summary>
    public ImagePlatform? Platform { get; init; }

    /// <summary>
    /// The time of the last update: an annotation or label of its creation, or else <see cref="Created"/>.
    /// </summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>The configuration; <see langword="null"/> for an index.</summary>
    public Digest? Config { get; init; }

    /// <summary>The size of the configuration, in bytes.</summary>
    public long ConfigSize { get; init; }

    /// <summary>The author, from the configuration.</summary>
    public string? Author { get; init; }

    /// <summary>
    /// The labels of the configuration that have a meaning by specification; other labels are not stored.
    /// </summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The layers, in order; empty for an index.</summary>
    public IReadOnlyList<LayerRecord> Layers { get; init; } = [];

    /// <summary>Indicates whether it is an image or artifact, rather than an index.</summary>
    public bool IsImage => Config is not null;

    /// <summary>The size of the manifest with the blobs that it references, in bytes.</summary>
    public long TotalSize => ContentSize > long.MaxValue - Size ? long.MaxValue : Size + ContentSize;

    /// <summary>The manifests that an index lists; empty for an image.</summary>
    public IReadOnlyList<Digest> Children { get; init; } = [];

    /// <summary>The platforms that an index declares, by manifest; without those that it does not declare.</summary>
    public IReadOnlyDictionary<Digest, ImagePlatform> ChildPlatforms { get; init; } =
        new Dictionary<Digest, ImagePlatform>();

    /// <summary>Its annotations.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Indicates whether the manifest was read. Only the descriptor of a missing or damaged manifest is known.
    /// </summary>
    public bool IsRead { get; init; }

    /// <summary>
    /// Returns an image of an index, with the platform of the index if its configuration declares none.
    /// </summary>
    /// <param name="declared">The platform that the index declares.</param>
    public ManifestRecord OnPlatform(ImagePlatform? declared) =>
        Platform is { IsDeclared: true } ? this : this with { Platform = declared ?? Platform };

    /// <summary>
    /// The vendor, from the annotations or the labels; <see langword="null"/> if they do not declare one.
    /// </summary>
    public string? Vendor => ImageAnnotations.Find(this, "vendor", "vendor");

    /// <summary>
    /// The tool that made this signature, <c>cosign</c> or <c>notation</c>; <see langword="null"/> for other manifests.
    /// </summary>
    public string? SignatureKind => Subject is null ? null : SignatureKinds.Of(ArtifactType);
}

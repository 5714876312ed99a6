using Zot.Registry;

namespace Zot.Metadata;

/// <summary>What the index knows of a manifest.</summary>
/// <param name="Digest">Its digest.</param>
/// <param name="MediaType">Its type.</param>
/// <param name="Size">Its own size, in bytes.</param>
public sealed record ManifestRecord(Digest Digest, string MediaType, long Size)
{
    /// <summary>What kind of artifact it is: what it declares, else the type of its configuration.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>The manifest it refers to, which need not exist.</summary>
    public Digest? Subject { get; init; }

    /// <summary>The bytes of the blobs it names, each counted as often as it is named. Of an index: none.</summary>
    public long ContentSize { get; init; }

    /// <summary>When the image was made, by its configuration, or else the last step of its history.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>What it runs on; <see langword="null"/> when its configuration does not tell.</summary>
    public ImagePlatform? Platform { get; init; }

    /// <summary>The manifests that an index lists; empty for an image.</summary>
    public IReadOnlyList<Digest> Children { get; init; } = [];

    /// <summary>Its annotations.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it could be read. Of one that is absent or damaged, nothing is known but its descriptor.</summary>
    public bool IsRead { get; init; }

    /// <summary>Who made it, by its annotations; <see langword="null"/> when they do not tell.</summary>
    public string? Vendor =>
        Annotations.GetValueOrDefault("org.opencontainers.image.vendor") ?? Annotations.GetValueOrDefault("org.label-schema.vendor");

    /// <summary>What makes signatures of this kind, when it is one: <c>cosign</c> or <c>notation</c>.</summary>
    public string? SignatureKind => Subject is null ? null : SignatureKinds.Of(ArtifactType);
}

namespace Zot.Registry;

/// <summary>Names content: its type, digest and size in bytes.</summary>
/// <remarks>image-spec v1.1.1, descriptor.md.</remarks>
public sealed record Descriptor(string MediaType, Digest Digest, long Size)
{
    /// <summary>What kind of artifact it is, where that is known; see <see cref="Manifest.EffectiveArtifactType"/>.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>Free-form facts; <see langword="null"/> when there are none.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}

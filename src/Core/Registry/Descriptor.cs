namespace Zot.Registry;

/// <summary>Identifies content by its media type, digest and size in bytes.</summary>
/// <remarks>image-spec v1.1.1, descriptor.md.</remarks>
public sealed record Descriptor(string MediaType, Digest Digest, long Size)
{
    /// <summary>The artifact type, if known; see <see cref="Manifest.EffectiveArtifactType"/>.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>The annotations; <see langword="null"/> if there are none.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>The platform; <see langword="null"/> outside of an index that declares one.</summary>
    public DescriptorPlatform? Platform { get; init; }
}

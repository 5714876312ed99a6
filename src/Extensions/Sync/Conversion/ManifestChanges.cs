#if EXT_SYNC
using Zot.Registry;

namespace Zot.Extensions.Sync.Conversion;

/// <summary>The members of a manifest that a conversion changes.</summary>
/// <param name="MediaType">The type, one of OCI.</param>
internal sealed record ManifestChanges(string MediaType)
{
    /// <summary>The artifact type; <see langword="null"/> to keep that of the manifest.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>The subject; <see langword="null"/> to keep that of the manifest.</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>The new descriptor of each listed manifest, in order; <see langword="null"/> to remove it.</summary>
    public IReadOnlyList<Descriptor?> Manifests { get; init; } = [];
}
#endif

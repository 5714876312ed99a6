#if EXT_SYNC
using Zot.Registry;

namespace Zot.Extensions.Sync.Copying;

/// <summary>A manifest of an upstream registry, in the form in which it is stored here.</summary>
/// <param name="Content">The manifest as it is stored: converted or unchanged.</param>
/// <param name="Upstream">The digest of the manifest in the upstream registry.</param>
internal sealed record SyncedManifest(ManifestContent Content, Digest Upstream)
{
    /// <summary>The manifests that were converted with this one, by their digest here.</summary>
    public IReadOnlyDictionary<Digest, SyncedManifest> Converted { get; init; } =
        new Dictionary<Digest, SyncedManifest>();

    /// <summary>The attestations that become referrers of converted manifests.</summary>
    public IReadOnlyList<SyncedManifest> Attestations { get; init; } = [];

    /// <summary>The parsed manifest.</summary>
    public Manifest Manifest { get; } = Manifest.Parse(Content.Descriptor.MediaType, Content.Content);

    /// <summary>The number of bytes of this and the converted manifests.</summary>
    public long Length =>
        Content.Content.Length
        + Converted.Values.Sum(static one => one.Length)
        + Attestations.Sum(static one => one.Length);
}
#endif

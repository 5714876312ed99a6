#if EXT_SYNC
using Zot.Registry;

namespace Zot.Extensions.Sync.OnDemand;

/// <summary>The manifest for a pull.</summary>
/// <param name="Content">The manifest; <see langword="null"/> if it exists nowhere.</param>
/// <param name="Unavailable">
/// The upstream registry that did not answer, so that the manifest may be outdated or missing.
/// </param>
internal sealed record PulledManifest(ManifestContent? Content, string? Unavailable)
{
    /// <summary>Returns a manifest that is up to date.</summary>
    public static PulledManifest Local(ManifestContent? content) => new(content, Unavailable: null);
}
#endif

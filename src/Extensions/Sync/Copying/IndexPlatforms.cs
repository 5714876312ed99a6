#if EXT_SYNC
using Zot.Extensions.Sync.Conversion;
using Zot.Registry;

namespace Zot.Extensions.Sync.Copying;

/// <summary>Selects the entries of an index by platform.</summary>
/// <param name="platforms">The platforms, as <c>os/architecture[/variant]</c>; empty for all.</param>
internal sealed class IndexPlatforms(IReadOnlyList<string> platforms)
{
    /// <summary>
    /// Returns the entries that are copied. An attestation is copied with the image that it describes.
    /// </summary>
    public IReadOnlyList<Descriptor> Select(IReadOnlyList<Descriptor> entries)
    {
        if (platforms.Count == 0)
        {
            return entries;
        }

        var images = entries.Where(entry => !DockerAttestation.Is(entry) && Includes(entry.Platform)).ToHashSet();
        var digests = images.Select(static image => image.Digest).ToHashSet();
        return [.. entries.Where(entry => images.Contains(entry)
            || (DockerAttestation.Of(entry) is { Subject: var subject } && digests.Contains(subject)))];
    }

    // An entry without a platform may be an index, or an artifact that all platforms share.
    private bool Includes(DescriptorPlatform? declared)
    {
        if (declared is not { Os.Length: > 0, Architecture.Length: > 0 })
        {
            return true;
        }

        var platform = $"{declared.Os}/{declared.Architecture}/{declared.Variant}/";
        return platforms.Any(wanted => platform.StartsWith(wanted.TrimEnd('/') + "/", StringComparison.Ordinal));
    }
}
#endif

using Zot.Registry;

namespace Zot.Metadata.Content;

/// <summary>What is to be written of one repository, in one step.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Version">The version that has all of it; <see langword="null"/> when it is to be looked at again after a restart.</param>
internal sealed record ContentUpdate(RepositoryName Repository, string? Version)
{
    /// <summary>Whether what is not among the rest is to be forgotten.</summary>
    internal bool IsWhole { get; init; }

    /// <summary>Where tags point to; <see langword="null"/> for those that are gone.</summary>
    internal Dictionary<string, Descriptor?> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>When those tags were made that the index does not know yet.</summary>
    internal required DateTimeOffset Tagged { get; init; }

    /// <summary>Manifests the index may not know yet, with what stands in them.</summary>
    internal Dictionary<Descriptor, ManifestDetails?> Added { get; } = [];

    /// <summary>Manifests that are there.</summary>
    internal HashSet<Digest> Kept { get; init; } = [];

    /// <summary>Manifests that are gone.</summary>
    internal HashSet<Digest> Removed { get; } = [];
}

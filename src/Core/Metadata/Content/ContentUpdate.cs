using Zot.Registry;

namespace Zot.Metadata.Content;

/// <summary>The changes of one repository, written in one transaction.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Version">
/// The version that includes all changes; <see langword="null"/> if the repository must be checked at the next start.
/// </param>
internal sealed record ContentUpdate(RepositoryName Repository, string? Version)
{
    /// <summary>Indicates whether entries that are not part of the update are removed.</summary>
    internal bool IsWhole { get; init; }

    /// <summary>The targets of tags; <see langword="null"/> for deleted tags.</summary>
    internal Dictionary<string, Descriptor?> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>The creation time of tags that are new to the index.</summary>
    internal required DateTimeOffset Tagged { get; init; }

    /// <summary>Manifests that may be new to the index, with their details.</summary>
    internal Dictionary<Descriptor, ManifestDetails?> Added { get; } = [];

    /// <summary>Manifests that exist.</summary>
    internal HashSet<Digest> Kept { get; init; } = [];

    /// <summary>Manifests that no longer exist.</summary>
    internal HashSet<Digest> Removed { get; } = [];
}

using Zot.Registry;

namespace Zot.Metadata.Content;

/// <summary>The changes of one repository, written in one transaction.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Version">
/// The version that includes all changes; <see langword="null"/> if the repository must be checked at the next start.
/// </param>
public sealed record ContentUpdate(RepositoryName Repository, string? Version)
{
    /// <summary>Indicates whether entries that are not part of the update are removed.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The targets of tags; <see langword="null"/> for deleted tags.</summary>
    public IDictionary<string, Descriptor?> Tags { get; } = new Dictionary<string, Descriptor?>(StringComparer.Ordinal);

    /// <summary>The creation time of tags that are new to the index.</summary>
    public required DateTimeOffset Tagged { get; init; }

    /// <summary>Manifests that may be new to the index.</summary>
    public ICollection<ManifestRecord> Added { get; } = [];

    /// <summary>Manifests that exist.</summary>
    public IReadOnlySet<Digest> Kept { get; init; } = new HashSet<Digest>();

    /// <summary>Manifests that no longer exist.</summary>
    public ISet<Digest> Removed { get; } = new HashSet<Digest>();
}

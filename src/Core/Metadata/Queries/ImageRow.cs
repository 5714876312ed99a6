using Zot.Registry;

namespace Zot.Metadata.Queries;

/// <summary>An image in a list.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Tag">The tag.</param>
/// <param name="Manifest">The manifest that the tag points to.</param>
public sealed record ImageRow(RepositoryName Repository, TagRecord Tag, ManifestRecord Manifest)
{
    private static readonly ManifestStatistics NoStatistics = new(Pushed: null);

    /// <summary>
    /// The images of the tag: the manifest itself, or those that the index lists, nested ones included, in its order;
    /// missing ones are left out. The query may reduce them to those that match.
    /// </summary>
    public IReadOnlyList<ManifestRecord> Images { get; init; } = [];

    /// <summary>
    /// The time of the last update: that of the manifest, or for an index without one, of its first image with an
    /// annotation, or else its latest image.
    /// </summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>The statistics of <see cref="Manifest"/> and <see cref="Images"/>, as far as there are any.</summary>
    public IReadOnlyDictionary<Digest, ManifestStatistics> Statistics { get; init; } =
        new Dictionary<Digest, ManifestStatistics>();

    /// <summary>
    /// The signatures of <see cref="Manifest"/> and <see cref="Images"/>: manifests with a
    /// <see cref="ManifestRecord.SignatureKind"/>, or under a cosign tag.
    /// </summary>
    public ILookup<Digest, SignatureRow> Signatures { get; init; } =
        Array.Empty<KeyValuePair<Digest, SignatureRow>>().ToLookup(static pair => pair.Key, static pair => pair.Value);

    /// <summary>The total size of <see cref="Images"/> in bytes: manifests, configurations and layers.</summary>
    public long Size => Images.Aggregate(0L, static (sum, image) =>
        image.TotalSize > long.MaxValue - sum ? long.MaxValue : sum + image.TotalSize);

    /// <summary>Returns the statistics of a manifest.</summary>
    public ManifestStatistics StatisticsOf(Digest manifest) => Statistics.GetValueOrDefault(manifest) ?? NoStatistics;
}

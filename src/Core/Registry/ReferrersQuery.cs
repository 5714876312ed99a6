namespace Zot.Registry;

/// <summary>A query for the referrers of a manifest (end-12).</summary>
/// <param name="Subject">The subject of the referrers.</param>
public sealed record ReferrersQuery(Digest Subject)
{
    /// <summary>4 MiB: the maximum total size of the manifests of a page, as clients read no more at once.</summary>
    public const long MaxPageLength = 4 * 1024 * 1024;

    /// <summary>The artifact types; empty for all.</summary>
    public IReadOnlyList<string> ArtifactTypes { get; init; } = [];

    /// <summary>Returns whether the client may see a referrer; true for all by default.</summary>
    public Predicate<Digest> IsAllowed { get; init; } = static _ => true;

    /// <summary>The last referrer of the previous page; <see langword="null"/> for the first page.</summary>
    /// <remarks>If it no longer exists, the list starts again: a client may see some twice, but misses none.</remarks>
    public Digest? After { get; init; }

    /// <summary>
    /// The maximum number of referrers on the page; <see langword="null"/> for no limit but
    /// <see cref="MaxPageLength"/>.
    /// </summary>
    public int? Count { get; init; }
}

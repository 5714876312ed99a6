namespace Zot.Registry;

/// <summary>The referrers of a manifest that a client asks for (end-12).</summary>
/// <param name="Subject">The manifest that they refer to.</param>
public sealed record ReferrersQuery(Digest Subject)
{
    /// <summary>4 MiB: a page ends before the manifests on it have more bytes together; clients read no more at once.</summary>
    public const long MaxPageLength = 4 * 1024 * 1024;

    /// <summary>The artifact types; empty for all.</summary>
    public IReadOnlyList<string> ArtifactTypes { get; init; } = [];

    /// <summary>Indicates which referrers the client may see; all by default.</summary>
    public Predicate<Digest> IsAllowed { get; init; } = static _ => true;

    /// <summary>The last referrer of the page before; <see langword="null"/> for the first page.</summary>
    /// <remarks>When it is gone, the list starts again: a client sees some twice, and misses none.</remarks>
    public Digest? After { get; init; }

    /// <summary>The maximum number of referrers on the page; <see langword="null"/> for none but <see cref="MaxPageLength"/>.</summary>
    public int? Count { get; init; }
}

namespace Zot.Registry;

/// <summary>A page of the list of referrers (end-12).</summary>
/// <param name="Referrers">
/// The descriptors, with artifact type and annotations. Large ones are read one by one during the enumeration.
/// </param>
/// <param name="Last">The last referrer of this page if more follow; otherwise <see langword="null"/>.</param>
public sealed record ReferrersPage(IAsyncEnumerable<Descriptor> Referrers, Digest? Last)
{
    /// <summary>The empty page.</summary>
    public static ReferrersPage Empty { get; } = new(AsyncEnumerable.Empty<Descriptor>(), Last: null);
}

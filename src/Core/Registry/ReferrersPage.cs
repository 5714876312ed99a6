namespace Zot.Registry;

/// <summary>A page of the list of referrers (end-12).</summary>
/// <param name="Referrers">The descriptors, with artifact type and annotations. Large ones are read one by one, as they are enumerated.</param>
/// <param name="Last">The last referrer of this page, when there are more after it; else <see langword="null"/>.</param>
public sealed record ReferrersPage(IAsyncEnumerable<Descriptor> Referrers, Digest? Last)
{
    /// <summary>A page without referrers.</summary>
    public static ReferrersPage Empty { get; } = new(AsyncEnumerable.Empty<Descriptor>(), Last: null);
}

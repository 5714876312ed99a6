namespace Zot.Metadata.Queries;

/// <summary>A page of a list.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="Items">The items of the page.</param>
/// <param name="Total">The length of the whole list.</param>
public sealed record MetadataPage<T>(IReadOnlyList<T> Items, int Total);

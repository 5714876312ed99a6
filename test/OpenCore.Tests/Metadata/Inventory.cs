namespace Zot.OpenCore.Tests.Metadata;

/// <summary>A page of the inventory.</summary>
/// <param name="Total">The number of repositories that the caller may read.</param>
/// <param name="Lines">One line for each repository of the page.</param>
internal sealed record Inventory(int Total, IReadOnlyList<string> Lines);

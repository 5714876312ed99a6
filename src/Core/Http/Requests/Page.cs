namespace Zot.Http.Requests;

/// <summary>The requested page of a list.</summary>
/// <param name="Count">The maximum number of entries (<c>n</c>); <see langword="null"/> for all.</param>
/// <param name="Last">The entry after which the page starts (<c>last</c>), whether or not it exists.</param>
internal readonly record struct Page(int? Count, string? Last);

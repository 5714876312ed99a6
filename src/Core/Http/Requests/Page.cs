namespace Zot.Http;

/// <summary>Which part of a list is wanted.</summary>
/// <param name="Count">How many at most (<c>n</c>); <see langword="null"/> for all.</param>
/// <param name="Last">The one after which it goes on (<c>last</c>), whether it exists or not.</param>
internal readonly record struct Page(int? Count, string? Last);

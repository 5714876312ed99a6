namespace Zot.Zli.Queries;

/// <summary>An order of results.</summary>
/// <param name="Name">The value of the option <c>--sort-by</c>.</param>
/// <param name="Criterion">The value of the enumeration <c>SortCriteria</c>.</param>
internal sealed record SortOrder(string Name, string Criterion)
{
    /// <summary>By name, ascending.</summary>
    public static SortOrder Ascending { get; } = new("alpha-asc", "ALPHABETIC_ASC");

    /// <summary>By name, descending.</summary>
    public static SortOrder Descending { get; } = new("alpha-dsc", "ALPHABETIC_DSC");

    /// <summary>The newest first.</summary>
    public static SortOrder UpdateTime { get; } = new("update-time", "UPDATE_TIME");

    /// <summary>The best match first.</summary>
    public static SortOrder Relevance { get; } = new("relevance", "RELEVANCE");

    /// <summary>The most severe first.</summary>
    public static SortOrder Severity { get; } = new("severity", "SEVERITY");

    /// <summary>The value of the argument <c>requestedPage</c>.</summary>
    public string Page => $"{{ sortBy: {Criterion} }}";
}

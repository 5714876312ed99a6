#if EXT_SEARCH
using System.Text;
using GraphQL;
using Zot.Extensions.Search.Limits;
using Zot.Metadata.Queries;

namespace Zot.Extensions.Search.Queries;

/// <summary>Reads the arguments of queries.</summary>
internal static class Arguments
{
    /// <summary>Returns a text; empty without one.</summary>
    public static string Text(this IResolveFieldContext context, string name) => context.Value(name) as string ?? "";

    /// <summary>Returns a list of texts; empty without one.</summary>
    public static IReadOnlyList<string> Texts(this IResolveFieldContext context, string name) =>
        ListOf(context.Value(name));

    /// <summary>Returns the members of an input; <see langword="null"/> without one.</summary>
    public static IDictionary<string, object?>? Input(this IResolveFieldContext context, string name) =>
        context.Value(name) as IDictionary<string, object?>;

    /// <summary>Returns the requested page. Without a limit and an offset, it is the whole list.</summary>
    /// <exception cref="ExecutionError">A number is negative.</exception>
    public static PageRequest Page(this IResolveFieldContext context)
    {
        var (limit, offset) = context.Numbers();
        return limit < 0 ? throw new ExecutionError("pagination limit has negative value")
            : offset < 0 ? throw new ExecutionError("pagination offset has negative value")
            : limit == 0 && offset == 0 ? PageSource.Whole
            : new PageRequest(offset, Math.Min(limit, PageSource.Whole.Count));
    }

    /// <summary>Returns the limit and the offset of the requested page.</summary>
    public static (int Limit, int Offset) Numbers(this IResolveFieldContext context)
    {
        var page = context.Input("requestedPage");
        return (Number("limit"), Number("offset"));

        int Number(string name) =>
            page is not null && page.TryGetValue(name, out var value) && value is int number ? number : 0;
    }

    /// <summary>Returns the order of images.</summary>
    /// <param name="context">The query.</param>
    /// <param name="standard">The order without a criterion.</param>
    /// <exception cref="ExecutionError">Images have no such order.</exception>
    public static ListOrder ImageOrder(this IResolveFieldContext context, ListOrder standard) =>
        context.Order(standard, "images", hasStars: false);

    /// <summary>Returns the order of repositories.</summary>
    /// <param name="context">The query.</param>
    /// <param name="standard">The order without a criterion.</param>
    /// <exception cref="ExecutionError">Repositories have no such order.</exception>
    public static ListOrder RepositoryOrder(this IResolveFieldContext context, ListOrder standard) =>
        context.Order(standard, "repos", hasStars: true);

    /// <summary>Returns the criterion of the order; <see langword="null"/> without one.</summary>
    public static string? SortCriterion(this IResolveFieldContext context) =>
        context.Input("requestedPage").Find("sortBy") as string;

    /// <summary>Returns the error for an order that a list does not have.</summary>
    /// <param name="what">The items of the list.</param>
    /// <param name="criterion">The criterion.</param>
    public static ExecutionError UnsupportedOrder(string what, string criterion) =>
        new($"sorting {what} by '{criterion}' is not supported the pagination sort criteria is not supported");

    /// <summary>Returns the platforms of a filter; <see langword="null"/> without any.</summary>
    /// <exception cref="ExecutionError">An entry is too long.</exception>
    public static PlatformFilter? Platforms(this IDictionary<string, object?>? filter)
    {
        var (systems, architectures) = (filter.Find("Os"), filter.Find("Arch"));
        var platforms = new PlatformFilter(Clean(systems, "os"), Clean(architectures, "arch"));

        // The pages send empty texts, which must not exclude images without a platform: in zot, theirs is empty.
        return platforms is { Systems.Count: 0, Architectures.Count: 0 } ? null : platforms;
    }

    /// <summary>Returns a flag of a filter; <see langword="null"/> without it.</summary>
    public static bool? Flag(this IDictionary<string, object?>? filter, string name) => filter.Find(name) as bool?;

    /// <summary>Rejects a text that is too long.</summary>
    /// <exception cref="ExecutionError">It is too long.</exception>
    public static void CheckLength(string text, string name)
    {
        if (Encoding.UTF8.GetByteCount(text) is var bytes and > QueryLimits.TextBytes)
        {
            throw new ExecutionError(
                $"max string size limit exceeded for {name} parameter. max={QueryLimits.TextBytes} current={bytes} "
                + "request parameter has invalid value");
        }
    }

    private static object? Value(this IResolveFieldContext context, string name) =>
        context.Arguments is { } arguments && arguments.TryGetValue(name, out var argument) ? argument.Value : null;

    private static object? Find(this IDictionary<string, object?>? input, string name) =>
        input is not null && input.TryGetValue(name, out var value) ? value : null;

    private static List<string> ListOf(object? value) =>
        value is IEnumerable<object?> list ? [.. list.OfType<string>()] : [];

    private static List<string> Clean(object? value, string name)
    {
        var entries = ListOf(value);
        entries.ForEach(entry => CheckLength(entry, name));
        return [.. entries.Select(static entry => entry.Trim()).Where(static entry => entry.Length > 0)];
    }

    private static ListOrder Order(this IResolveFieldContext context, ListOrder standard, string what, bool hasStars) =>
        context.SortCriterion() switch
        {
            null => standard,
            "RELEVANCE" => ListOrder.Relevance,
            "UPDATE_TIME" => ListOrder.Updated,
            "ALPHABETIC_ASC" => ListOrder.Name,
            "ALPHABETIC_DSC" => ListOrder.NameDescending,
            "DOWNLOADS" => ListOrder.Downloads,
            "STARS" when hasStars => ListOrder.Stars,
            var other => throw UnsupportedOrder(what, other),
        };
}
#endif

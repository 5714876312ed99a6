using Zot.Metadata.Queries;
using Zot.Metadata.Users;

namespace Zot.Metadata.Sqlite;

/// <summary>A query of repositories as SQL.</summary>
internal static class RepositorySelection
{
    /// <summary>Returns the conditions on <c>summaries r</c>.</summary>
    internal static QueryConditions Conditions(RepositoryQuery query)
    {
        var conditions = new QueryConditions();
        if (!query.IncludesEmpty)
        {
            conditions.Add("r.images > 0");
        }

        if (query.Repository is { } repository)
        {
            conditions.Add($"r.name = {conditions.Value(repository.ToString())}");
        }

        AddMark(conditions, query.User, MarkKind.Star, query.IsStarred);
        AddMark(conditions, query.User, MarkKind.Bookmark, query.IsBookmarked);
        if (query.Text.Length > 0)
        {
            conditions.Add("r.place IS NOT NULL");
        }

        if (query.Platform is not null)
        {
            conditions.Add(
                "EXISTS(SELECT 1 FROM platforms p WHERE p.repository = r.name AND on_platform(p.os, p.architecture))");
        }

        if (query.IsSigned)
        {
            conditions.Add(QueryConditions.IsSigned(
                "r.name", "(SELECT t.manifest FROM tags t WHERE t.repository = r.name AND t.tag = r.newest)"));
        }

        if (query.Admits is not null)
        {
            conditions.Add("admits(r.name)");
        }

        return conditions;
    }

    /// <summary>Returns what precedes a statement: the ranks by the text, each computed once.</summary>
    internal static string Prefix(RepositoryQuery query, QueryConditions conditions)
    {
        // Every match contains the last segment of the text: cheaper than the rank.
        var last = query.Text[(query.Text.LastIndexOf('/') + 1)..];
        return query.Text.Length == 0 ? "" : $"""
            WITH found AS MATERIALIZED (
                SELECT s.*, rank(s.name) AS place FROM summaries s WHERE instr(s.name, {conditions.Value(last)}) > 0)
            """;
    }

    /// <summary>Returns the table of a statement.</summary>
    internal static string Source(RepositoryQuery query) => query.Text.Length == 0 ? "summaries" : "found";

    /// <summary>Returns the order of <c>summaries r</c>.</summary>
    internal static string Order(RepositoryQuery query) => query.Order switch
    {
        ListOrder.NameDescending => "r.name DESC",
        ListOrder.Relevance when query.Text.Length > 0 => "r.place, r.name",
        ListOrder.Updated => "r.updated DESC, r.name",
        ListOrder.Downloads => "r.downloads DESC, r.name",
        ListOrder.Stars => $"({Stars}) DESC, r.name",
        _ => "r.name",
    };

    /// <summary>SQL for the number of stars of <c>summaries r</c>.</summary>
    internal static string Stars =>
        $"SELECT count(*) FROM users.marks WHERE kind = {(int)MarkKind.Star} AND repository = r.name";

    private static void AddMark(QueryConditions conditions, string? user, MarkKind kind, bool? isMarked)
    {
        if (isMarked is { } wanted)
        {
            var marked = $"r.name IN (SELECT repository FROM users.marks WHERE kind = {(int)kind} AND "
                + $"user = {conditions.Value(user ?? "")})";
            conditions.Add(user is null ? (wanted ? "0" : "1") : wanted ? marked : $"NOT {marked}");
        }
    }
}

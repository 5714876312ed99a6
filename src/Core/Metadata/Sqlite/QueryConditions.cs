using Microsoft.Data.Sqlite;

namespace Zot.Metadata.Sqlite;

/// <summary>The conditions of a query, with their values.</summary>
internal sealed class QueryConditions
{
    private readonly List<string> _conditions = [];
    private readonly List<(string Name, object? Value)> _values = [];

    /// <summary>The WHERE clause; empty without conditions.</summary>
    internal string Where => _conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", _conditions);

    /// <summary>Adds a condition.</summary>
    internal void Add(string condition) => _conditions.Add($"({condition})");

    /// <summary>Adds a value, and returns the name of its parameter.</summary>
    internal string Value(object value)
    {
        var name = $"$p{_values.Count}";
        _values.Add((name, value));
        return name;
    }

    /// <summary>Creates a command that uses the conditions.</summary>
    internal SqliteCommand Command(
        QueryConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> more) =>
        connection.Command(sql, [.. _values, .. more]);

    /// <summary>SQL for whether a manifest has a signature: a referrer, or one under a cosign tag.</summary>
    internal static string IsSigned(string repository, string manifest) => $"""
        EXISTS(SELECT 1 FROM manifest_records s
            WHERE s.repository = {repository} AND s.subject = {manifest} AND s.signature IS NOT NULL)
        OR EXISTS(SELECT 1 FROM tags c
            JOIN manifest_records s ON s.repository = c.repository AND s.manifest = c.manifest
            WHERE c.repository = {repository} AND c.tag = replace({manifest}, ':', '-') || '.sig')
        """;
}

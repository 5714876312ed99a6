using Microsoft.Data.Sqlite;
using Zot.Metadata.Queries;

namespace Zot.Metadata.Sqlite;

/// <summary>Selects a page of a list, and counts the list.</summary>
/// <remarks>
/// One statement does both, unless there is another that counts: then the page can end the search in an index early.
/// </remarks>
internal sealed class PageSelection(QueryConnection connection, QueryConditions conditions, PageRequest page)
    : IDisposable
{
    private readonly List<SqliteCommand> _commands = [];

    /// <summary>The beginning of the statement, before SELECT.</summary>
    internal string Prefix { get; init; } = "";

    /// <summary>The columns.</summary>
    internal required string Columns { get; init; }

    /// <summary>The table, with its conditions.</summary>
    internal required string Source { get; init; }

    /// <summary>The order.</summary>
    internal required string Order { get; init; }

    /// <summary>The statement that counts; <see langword="null"/> to count while selecting.</summary>
    internal string? Count { get; init; }

    /// <inheritdoc/>
    public void Dispose() => _commands.ForEach(static command => command.Dispose());

    /// <summary>Returns the rows of the page, and the length of the list.</summary>
    internal (List<T> Rows, int Total) Read<T>(Func<SqliteDataReader, T> read)
    {
        int? total = Count is null ? null : CountBy(Count);
        var select = Command(
            $"{Prefix} SELECT {(total is null ? "count(*) OVER ()" : "0")}, {Columns} FROM {Source} ORDER BY {Order} "
                + "LIMIT $count OFFSET $offset",
            ("$count", Math.Max(page.Count, 0)), ("$offset", Math.Max(page.Offset, 0)));
        List<T> rows = [];
        using (var reader = select.ExecuteReader())
        {
            while (reader.Read())
            {
                total ??= Bounded(reader.GetInt64(0));
                rows.Add(read(reader));
            }
        }

        // A page beyond the end has no row that tells the length.
        var isEmpty = page is { Offset: <= 0, Count: > 0 };
        return (rows, total ?? (isEmpty ? 0 : CountBy($"{Prefix} SELECT count(*) FROM {Source}")));
    }

    private static int Bounded(long count) => (int)Math.Min(int.MaxValue, count);

    private int CountBy(string sql) => Bounded((long)Command(sql).ExecuteScalar()!);

    private SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = conditions.Command(connection, sql, values);
        _commands.Add(command);
        return command;
    }
}

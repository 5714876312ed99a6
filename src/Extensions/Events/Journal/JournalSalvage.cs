#if EXT_EVENTS
using Microsoft.Data.Sqlite;

namespace Zot.Extensions.Events.Journal;

/// <summary>
/// Copies the readable rows of a damaged journal into a new one, so that a bad page costs only the rows on it.
/// </summary>
/// <param name="damaged">The file that was moved aside.</param>
/// <remarks>Each table is read forward from its first row up to the damage, then backward from its last row.</remarks>
internal sealed class JournalSalvage(string damaged)
{
    private static readonly (string Table, string Key, string Columns)[] Tables =
    [
        ("manifests", "id", "id, hash, body"),
        ("events", "sequence", "sequence, id, repository, turn, time, body, checksum, manifest"),
        ("intents", "id", "id, body, checksum"),
        ("sinks", "name", "name, position"),
        ("repositories", "name", "name, turn"),
        ("finished", "sink, sequence", "sink, sequence"),
        ("dead", "sink, sequence", "sink, sequence, attempts, since, until, reason"),
        ("requeued", "sink, sequence", "sink, sequence"),
        ("quarantine", "id", "id, kind, number, time, reason, body"),
    ];

    /// <summary>Copies all tables.</summary>
    /// <returns>The number of copied events.</returns>
    public long CopyTo(SqliteConnection journal)
    {
        using var source = Open();
        if (source is null)
        {
            return 0;
        }

        using var transaction = journal.BeginTransaction();
        foreach (var (table, key, columns) in Tables)
        {
            Copy(source, journal, table, columns, $"ORDER BY {key}");
            Copy(
                source,
                journal,
                table,
                columns,
                $"ORDER BY {key.Replace(",", " DESC,", StringComparison.Ordinal)} DESC");
        }

        KeepNumbers(journal);
        transaction.Commit();
        return Number(journal, "SELECT COUNT(*) FROM events");
    }

    private SqliteConnection? Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = damaged,
            Mode = SqliteOpenMode.ReadWrite, // to include a write-ahead log that was not checkpointed
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            Number(connection, "PRAGMA schema_version");
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            return null;
        }
    }

    private static void Copy(
        SqliteConnection source, SqliteConnection journal, string table, string columns, string order)
    {
        try
        {
            using var select =
                JournalSql.Command(source, $"SELECT {ColumnsOf(source, table, columns)} FROM {table} {order}");
            using var rows = select.ExecuteReader();
            while (rows.Read())
            {
                Insert(journal, table, columns, rows);
            }
        }
        catch (SqliteException)
        {
            // The damage is reached: reading in the other direction covers the rows behind it.
        }
    }

    // A journal of version 1 has fewer columns.
    private static string ColumnsOf(SqliteConnection source, string table, string columns)
    {
        using var command = JournalSql.Command(source, "SELECT name FROM pragma_table_info($table)", ("$table", table));
        using var rows = command.ExecuteReader();
        var there = new HashSet<string>(StringComparer.Ordinal);
        while (rows.Read())
        {
            there.Add(rows.GetString(0));
        }

        return string.Join(
            ", ", columns.Split(", ").Select(column => there.Contains(column) ? column : $"NULL AS {column}"));
    }

    private static void Insert(SqliteConnection journal, string table, string columns, SqliteDataReader row)
    {
        var names = columns.Split(", ");
        try
        {
            using var insert = JournalSql.Command(
                journal,
                $"INSERT OR IGNORE INTO {table}({columns}) "
                    + $"VALUES({string.Join(", ", names.Select(static name => $"${name}"))})",
                [.. names.Select((name, index) => ($"${name}", row.IsDBNull(index) ? null : row.GetValue(index)))]);
            insert.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // The row is damaged: a column has an unexpected type.
        }
    }

    // Sinks and streams compare sequence numbers, so a new event must not reuse one.
    private static void KeepNumbers(SqliteConnection journal)
    {
        using var keep = JournalSql.Command(
            journal,
            """
            INSERT INTO sqlite_sequence(name, seq)
            SELECT 'events', MAX(
                COALESCE((SELECT MAX(position) FROM sinks), 0), COALESCE((SELECT MAX(sequence) FROM finished), 0))
            WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'events');
            UPDATE sqlite_sequence SET seq = MAX(
                seq, COALESCE((SELECT MAX(position) FROM sinks), 0), COALESCE((SELECT MAX(sequence) FROM finished), 0))
            WHERE name = 'events'
            """);
        keep.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = JournalSql.Command(connection, sql);
        return command.ExecuteScalar() is long number ? number : 0;
    }
}
#endif

#if EXT_EVENTS
using Microsoft.Data.Sqlite;

namespace Zot.Extensions.Events.Journal;

/// <summary>Provides the statements that are built on demand; values are always passed as parameters.</summary>
internal static class JournalSql
{
    /// <summary>
    /// Creates a statement with its parameters; a <see langword="null"/> value is passed as SQL NULL.
    /// </summary>
    public static SqliteCommand Command(
        SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    /// <summary>Queues the selected events for redelivery to a sink, and removes them from its dead letters.</summary>
    public static long Requeue(SqliteConnection connection, string sink, ReplaySelection selection)
    {
        const string Selected = """
            ($id IS NULL OR id = $id) AND ($repository IS NULL OR repository = $repository)
            AND ($from IS NULL OR time >= $from) AND ($to IS NULL OR time <= $to)
            AND ($first IS NULL OR sequence >= $first) AND ($last IS NULL OR sequence <= $last)
            AND ($dead = 0 OR sequence IN (SELECT sequence FROM dead WHERE sink = $sink))
            """;
        (string, object?)[] values =
        [
            ("$sink", sink), ("$id", selection.Id), ("$repository", selection.Repository),
            ("$from", selection.From?.ToUnixTimeMilliseconds()), ("$to", selection.To?.ToUnixTimeMilliseconds()),
            ("$first", selection.FromSequence), ("$last", selection.ToSequence), ("$dead", selection.DeadOnly ? 1 : 0),
        ];

        // Events that are pending for the first time are delivered anyway.
        using var requeue = Command(
            connection,
            $"""
            INSERT OR IGNORE INTO requeued(sink, sequence) SELECT $sink, sequence FROM events WHERE {Selected}
            AND (sequence <= (SELECT position FROM sinks WHERE name = $sink)
                OR sequence IN (SELECT sequence FROM finished WHERE sink = $sink))
            """,
            values);
        var count = requeue.ExecuteNonQuery();
        using var revive = Command(
            connection,
            "DELETE FROM dead WHERE sink = $sink AND sequence IN (SELECT sequence FROM requeued WHERE sink = $sink)",
            ("$sink", sink));
        revive.ExecuteNonQuery();
        return count;
    }

    /// <summary>Removes dead letters.</summary>
    public static long PurgeDead(SqliteConnection connection, string? sink, string? id)
    {
        using var purge = Command(
            connection,
            """
            DELETE FROM dead WHERE ($sink IS NULL OR sink = $sink)
            AND ($id IS NULL OR sequence IN (SELECT sequence FROM events WHERE id = $id))
            """,
            ("$sink", sink), ("$id", id));
        return purge.ExecuteNonQuery();
    }

    /// <summary>
    /// Removes the sinks that are not in this list, with their pending events. Their dead letters are kept.
    /// </summary>
    public static long ForgetSinks(SqliteConnection connection, IReadOnlyCollection<string> known)
    {
        // Names do not contain line feeds.
        var names = $"\n{string.Join('\n', known)}\n";
        foreach (var table in new[] { "finished", "requeued" })
        {
            using var clear = Command(
                connection,
                $"DELETE FROM {table} WHERE instr($known, char(10) || sink || char(10)) = 0",
                ("$known", names));
            clear.ExecuteNonQuery();
        }

        using var forget = Command(
            connection, "DELETE FROM sinks WHERE instr($known, char(10) || name || char(10)) = 0", ("$known", names));
        return forget.ExecuteNonQuery();
    }

    /// <summary>Removes expired dead letters of a sink.</summary>
    public static long TrimDead(SqliteConnection connection, string sink, DateTimeOffset before)
    {
        using var trim = Command(
            connection, "DELETE FROM dead WHERE sink = $sink AND until < $before",
            ("$sink", sink), ("$before", before.ToUnixTimeMilliseconds()));
        return trim.ExecuteNonQuery();
    }

    /// <summary>Completes a redelivery.</summary>
    public static void FinishRequeued(SqliteConnection connection, string sink, long sequence)
    {
        using var finish = Command(
            connection, "DELETE FROM requeued WHERE sink = $sink AND sequence = $sequence",
            ("$sink", sink), ("$sequence", sequence));
        finish.ExecuteNonQuery();
    }

    /// <summary>
    /// Removes expired events that are not pending, and the manifests that no event references any longer.
    /// </summary>
    public static long Trim(SqliteConnection connection, DateTimeOffset before, int limit)
    {
        using var trim = Command(
            connection,
            """
            DELETE FROM events WHERE sequence IN (
                SELECT sequence FROM events
                WHERE time < $before AND sequence <= (SELECT COALESCE(MIN(position), 0) FROM sinks)
                AND NOT EXISTS (SELECT 1 FROM dead WHERE dead.sequence = events.sequence)
                AND NOT EXISTS (SELECT 1 FROM requeued WHERE requeued.sequence = events.sequence)
                ORDER BY sequence LIMIT $limit)
            RETURNING manifest
            """,
            ("$before", before.ToUnixTimeMilliseconds()), ("$limit", limit));
        return RemoveEvents(connection, trim);
    }

    /// <summary>Moves a damaged record to the quarantine, and marks it as processed for every sink.</summary>
    public static long Quarantine(SqliteConnection connection, DamagedRecord record, DateTimeOffset now)
    {
        var isEvent = record.Table == DamagedRecord.Events;
        var (key, table) = isEvent ? ("sequence", DamagedRecord.Events) : ("id", DamagedRecord.Intents);
        using var keep = Command(
            connection,
            $"""
            INSERT INTO quarantine(kind, number, time, reason, body)
            SELECT $kind, $number, $now, $reason, body FROM {table} WHERE {key} = $number
            """,
            ("$kind", isEvent ? "event" : "intent"), ("$number", record.Number),
            ("$now", now.ToUnixTimeMilliseconds()), ("$reason", record.Reason));
        var count = keep.ExecuteNonQuery();
        if (isEvent)
        {
            using var finish = Command(
                connection,
                """
                INSERT OR IGNORE INTO finished(sink, sequence) SELECT name, $number FROM sinks WHERE position < $number;
                DELETE FROM dead WHERE sequence = $number;
                DELETE FROM requeued WHERE sequence = $number
                """,
                ("$number", record.Number));
            finish.ExecuteNonQuery();
        }

        using var remove = Command(
            connection,
            $"DELETE FROM {table} WHERE {key} = $number{(isEvent ? " RETURNING manifest" : "")}",
            ("$number", record.Number));
        _ = isEvent ? RemoveEvents(connection, remove) : remove.ExecuteNonQuery();
        return count;
    }

    /// <summary>
    /// Removes damaged records that were quarantined before this time, and the oldest ones beyond the limits on their
    /// number and bytes.
    /// </summary>
    public static long TrimQuarantine(SqliteConnection connection, DateTimeOffset before, int maxCount, long maxBytes)
    {
        using var trim = Command(
            connection,
            """
            DELETE FROM quarantine WHERE time < $before OR id IN (
                SELECT id FROM (
                    SELECT id, ROW_NUMBER() OVER newest AS number,
                        SUM(octet_length(COALESCE(body, ''))) OVER newest AS bytes
                    FROM quarantine WINDOW newest AS (ORDER BY id DESC))
                WHERE number > $maxCount OR (bytes > $maxBytes AND number > 1))
            """,
            ("$before", before.ToUnixTimeMilliseconds()), ("$maxCount", maxCount), ("$maxBytes", maxBytes));
        return trim.ExecuteNonQuery();
    }

    private static long RemoveEvents(SqliteConnection connection, SqliteCommand delete)
    {
        var (count, manifests) = (0L, new HashSet<long>());
        using (var rows = delete.ExecuteReader())
        {
            for (; rows.Read(); count++)
            {
                if (!rows.IsDBNull(0))
                {
                    manifests.Add(rows.GetInt64(0));
                }
            }
        }

        foreach (var id in manifests)
        {
            using var remove = Command(
                connection,
                "DELETE FROM manifests WHERE id = $id AND NOT EXISTS (SELECT 1 FROM events WHERE manifest = $id)",
                ("$id", id));
            remove.ExecuteNonQuery();
        }

        return count;
    }
}
#endif

#if EXT_EVENTS
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Zot.Extensions.Events;

/// <summary>What is read of the journal, beside its writer. One reader at a time.</summary>
internal sealed class JournalReader(SqliteConnection connection) : IDisposable
{
    private const string Columns = "events.sequence, events.turn, events.body";

    private const string Unfinished =
        "NOT EXISTS (SELECT 1 FROM finished WHERE finished.sink = $sink AND finished.sequence = events.sequence)";

    private readonly Lock _gate = new();

    /// <summary>The number of the last event there ever was.</summary>
    public long Last => Number("SELECT seq FROM sqlite_sequence WHERE name = 'events'");

    /// <summary>The changes that were begun and not ended.</summary>
    public List<KeyValuePair<long, Intent>> ReadIntents() => Query(
        "SELECT id, body FROM intents ORDER BY id",
        static rows => KeyValuePair.Create(
            rows.GetInt64(0), JsonSerializer.Deserialize(rows.GetFieldValue<byte[]>(1), JournalJson.Default.Intent)!));

    /// <summary>Events that a sink is not done with, in order.</summary>
    public List<JournalEntry> Read(string sink, long after, string? repository, int limit) => repository is null
        ? Query(
            $"SELECT {Columns} FROM events WHERE sequence > $after AND {Unfinished} ORDER BY sequence LIMIT $limit",
            Entry, ("$sink", sink), ("$after", after), ("$limit", limit))
        : Query(
            $"SELECT {Columns} FROM events WHERE repository = $repository AND sequence > $after AND {Unfinished} ORDER BY sequence LIMIT $limit",
            Entry, ("$sink", sink), ("$after", after), ("$limit", limit), ("$repository", repository));

    /// <summary>Events in order, whoever has them.</summary>
    public List<JournalEntry> ReadAll(long after, int limit) => Query(
        $"SELECT {Columns} FROM events WHERE sequence > $after ORDER BY sequence LIMIT $limit", Entry, ("$after", after), ("$limit", limit));

    /// <summary>Events that are to be delivered once more.</summary>
    public List<JournalEntry> ReadRequeued(string sink, int limit) => Query(
        $"SELECT {Columns} FROM requeued JOIN events USING(sequence) WHERE requeued.sink = $sink ORDER BY requeued.sequence LIMIT $limit",
        static rows => Entry(rows) with { IsReplay = true }, ("$sink", sink), ("$limit", limit));

    /// <summary>How many events wait for a sink, and the first of them.</summary>
    public (long Waiting, DateTimeOffset? Oldest) WaitingFor(string sink)
    {
        var position = Number("SELECT position FROM sinks WHERE name = $sink", ("$sink", sink));
        var beyond = Number("SELECT COUNT(*) FROM finished WHERE sink = $sink", ("$sink", sink));
        var waiting = Last - position - beyond;
        return (waiting, waiting > 0 && Read(sink, position, repository: null, 1) is [var oldest] ? oldest.Event.Time : null);
    }

    /// <summary>How large the journal is, without what is free in it.</summary>
    public long Size => (Number("PRAGMA page_count") - Number("PRAGMA freelist_count")) * Number("PRAGMA page_size");

    /// <summary>How many bytes of events wait for a sink.</summary>
    public long BytesWaitingFor(string sink) => Number(
        $"SELECT COALESCE(SUM(LENGTH(body)), 0) FROM events WHERE sequence > (SELECT position FROM sinks WHERE name = $sink) AND {Unfinished}",
        ("$sink", sink));

    /// <summary>How many dead letters a sink has.</summary>
    public long CountDead(string sink) => Number("SELECT COUNT(*) FROM dead WHERE sink = $sink", ("$sink", sink));

    /// <summary>Dead letters, the oldest first.</summary>
    public List<DeadLetter> ReadDead(string? sink, string? id, int limit) => Query(
        $"""
        SELECT {Columns}, dead.sink, dead.attempts, dead.since, dead.until, dead.reason FROM dead JOIN events USING(sequence)
        WHERE ($sink IS NULL OR dead.sink = $sink) AND ($id IS NULL OR events.id = $id) ORDER BY dead.sequence LIMIT $limit
        """,
        static rows => new DeadLetter(
            rows.GetString(3), Entry(rows), rows.GetInt32(4), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(5)),
            DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(6)), rows.GetString(7)),
        ("$sink", sink), ("$id", id), ("$limit", limit));

    public void Dispose() => connection.Dispose();

    private static JournalEntry Entry(SqliteDataReader rows)
    {
        var body = rows.GetFieldValue<byte[]>(2);
        return new JournalEntry(rows.GetInt64(0), rows.GetInt64(1), JsonSerializer.Deserialize(body, JournalJson.Default.RegistryEvent)!)
        {
            Length = body.Length,
        };
    }

    private long Number(string sql, params ReadOnlySpan<(string Name, object? Value)> values) =>
        Query(sql, static rows => rows.GetInt64(0), values) is [var number] ? number : 0;

    private List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        lock (_gate)
        {
            using var command = JournalSql.Command(connection, sql, values);
            using var rows = command.ExecuteReader();
            var all = new List<T>();
            while (rows.Read())
            {
                all.Add(read(rows));
            }

            return all;
        }
    }
}
#endif

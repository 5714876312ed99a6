#if EXT_EVENTS
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Data.Sqlite;

namespace Zot.Extensions.Events.Journal;

/// <summary>
/// Reads the journal, concurrently with its writer. Reads are serialized; a page has at most a few megabytes.
/// </summary>
internal sealed class JournalReader(SqliteConnection connection) : IDisposable
{
    // A page ends after the record that exceeds this.
    private const int MaxPageBytes = 4 * 1024 * 1024;

    private const string Columns =
        "events.sequence, events.turn, events.body, events.checksum, events.id, events.repository, events.manifest, "
            + "LENGTH(manifests.body), LENGTH(events.body)";

    private const string From = "events LEFT JOIN manifests ON manifests.id = events.manifest";

    private const string Unfinished =
        "NOT EXISTS (SELECT 1 FROM finished WHERE finished.sink = $sink AND finished.sequence = events.sequence)";

    private readonly Lock _gate = new();

    /// <summary>The highest sequence number that was ever assigned to an event.</summary>
    public long Last => Number("SELECT seq FROM sqlite_sequence WHERE name = 'events'");

    /// <summary>Reads the changes that were started and not completed.</summary>
    public JournalPage<KeyValuePair<long, Intent>> ReadIntents() => Page(
        "SELECT id, body, checksum FROM intents ORDER BY id",
        DamagedRecord.Intents,
        static rows =>
            KeyValuePair.Create(rows.GetInt64(0), Read(rows, 1, 2, JournalJson.Default.Intent, RecordCheck.IsSound)),
        static _ => 0);

    /// <summary>Reads events that a sink has not processed yet, in order.</summary>
    public JournalPage<JournalEntry> Read(string sink, long after, string? repository, int limit) => repository is null
        ? Entries(
            $"SELECT {Columns} FROM {From} WHERE sequence > $after AND {Unfinished} ORDER BY sequence LIMIT $limit",
            ("$sink", sink), ("$after", after), ("$limit", limit))
        : Entries(
            $"SELECT {Columns} FROM {From} WHERE repository = $repository AND sequence > $after AND {Unfinished} "
                + "ORDER BY sequence LIMIT $limit",
            ("$sink", sink), ("$after", after), ("$limit", limit), ("$repository", repository));

    /// <summary>Reads events in order, regardless of the sinks.</summary>
    public JournalPage<JournalEntry> ReadAll(long after, int limit) => Entries(
        $"SELECT {Columns} FROM {From} WHERE sequence > $after ORDER BY sequence LIMIT $limit",
        ("$after", after), ("$limit", limit));

    /// <summary>Reads events that are queued for redelivery.</summary>
    public JournalPage<JournalEntry> ReadRequeued(string sink, int limit) => Page(
        $"SELECT {Columns} FROM requeued JOIN {From} WHERE events.sequence = requeued.sequence "
            + "AND requeued.sink = $sink ORDER BY requeued.sequence LIMIT $limit",
        DamagedRecord.Events,
        static rows => Entry(rows) with { IsReplay = true },
        static entry => entry.Length - entry.ManifestLength,
        ("$sink", sink), ("$limit", limit));

    /// <summary>Reads the content of a manifest.</summary>
    /// <exception cref="InvalidDataException">The manifest is missing or damaged.</exception>
    public string ReadManifest(long id)
    {
        var found = Query(
            "SELECT hash, body FROM manifests WHERE id = $id",
            static rows => (Hash: rows.GetFieldValue<byte[]>(0), Content: rows.GetFieldValue<byte[]>(1)),
            ("$id", id));
        return found is [var manifest] && SHA256.HashData(manifest.Content).AsSpan().SequenceEqual(manifest.Hash)
            ? Encoding.UTF8.GetString(manifest.Content)
            : throw new InvalidDataException("the manifest in the event journal is damaged");
    }

    /// <summary>Gets the number of events that are pending for a sink, and the time of the oldest of them.</summary>
    public (long Waiting, DateTimeOffset? Oldest) WaitingFor(string sink)
    {
        var position = Number("SELECT position FROM sinks WHERE name = $sink", ("$sink", sink));
        var beyond = Number("SELECT COUNT(*) FROM finished WHERE sink = $sink", ("$sink", sink));
        var waiting = Last - position - beyond;
        var oldest = waiting <= 0 ? [] : Query(
            $"SELECT time FROM events WHERE sequence > $after AND {Unfinished} ORDER BY sequence LIMIT 1",
            static rows => DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(0)),
            ("$sink", sink), ("$after", position));
        return (waiting, oldest is [var time] ? time : null);
    }

    /// <summary>The size of the journal in bytes, without its free pages.</summary>
    public long Size => (Number("PRAGMA page_count") - Number("PRAGMA freelist_count")) * Number("PRAGMA page_size");

    /// <summary>Gets the number of bytes of the events that are pending for a sink.</summary>
    public long BytesWaitingFor(string sink) => Number(
        $"""
        SELECT COALESCE(SUM(LENGTH(events.body) + COALESCE(LENGTH(manifests.body), 0)), 0) FROM {From}
        WHERE sequence > (SELECT position FROM sinks WHERE name = $sink) AND {Unfinished}
        """,
        ("$sink", sink));

    /// <summary>Gets the number of dead letters of a sink.</summary>
    public long CountDead(string sink) => Number("SELECT COUNT(*) FROM dead WHERE sink = $sink", ("$sink", sink));

    /// <summary>Gets the number of damaged records.</summary>
    public long CountQuarantined() => Number("SELECT COUNT(*) FROM quarantine");

    /// <summary>Reads dead letters, the oldest first.</summary>
    public JournalPage<DeadLetter> ReadDead(string? sink, string? id, int limit) => Page(
        $"""
        SELECT {Columns}, dead.sink, dead.attempts, dead.since, dead.until, dead.reason FROM dead JOIN {From}
        WHERE events.sequence = dead.sequence AND ($sink IS NULL OR dead.sink = $sink)
            AND ($id IS NULL OR events.id = $id)
        ORDER BY dead.sequence LIMIT $limit
        """,
        DamagedRecord.Events,
        static rows => new DeadLetter(
            rows.GetString(9), Entry(rows), rows.GetInt32(10),
            DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(11)),
            DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(12)), rows.GetString(13)),
        static letter => letter.Entry.Length - letter.Entry.ManifestLength,
        ("$sink", sink), ("$id", id), ("$limit", limit));

    public void Dispose() => connection.Dispose();

    private static JournalEntry Entry(SqliteDataReader rows)
    {
        var happened = Read(rows, 2, 3, JournalJson.Default.RegistryEvent, RecordCheck.IsSound);
        if (happened.Id != rows.GetString(4) || happened.Repository != rows.GetString(5) || rows.GetInt64(1) < 1)
        {
            throw new InvalidDataException("its id, repository or turn does not match its row");
        }

        var manifestLength = rows.IsDBNull(7) ? 0 : rows.GetInt32(7);
        return new JournalEntry(rows.GetInt64(0), rows.GetInt64(1), happened)
        {
            Length = rows.GetInt32(8) + manifestLength,
            ManifestId = manifestLength == 0 ? null : rows.GetInt64(6),
            ManifestLength = manifestLength,
        };
    }

    private static T Read<T>(
        SqliteDataReader rows, int column, int checksum, JsonTypeInfo<T> type, Func<T?, bool> isSound)
        where T : class
    {
        var body = rows.GetFieldValue<byte[]>(column);
        if (!rows.IsDBNull(checksum) && rows.GetInt64(checksum) != JournalChecksum.Of(body))
        {
            throw new InvalidDataException("its checksum does not match its content");
        }

        var record = JsonSerializer.Deserialize(body, type);
        return isSound(record) ? record! : throw new InvalidDataException("it is incomplete");
    }

    private long Number(string sql, params ReadOnlySpan<(string Name, object? Value)> values) =>
        Query(sql, static rows => rows.GetInt64(0), values) is [var number] ? number : 0;

    private JournalPage<JournalEntry> Entries(string sql, params ReadOnlySpan<(string Name, object? Value)> values) =>
        Page(sql, DamagedRecord.Events, Entry, static entry => entry.Length - entry.ManifestLength, values);

    private List<T> Query<T>(
        string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
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

    // The first column is the record's number. A record that cannot be read is listed as
    // damaged; the others are still read.
    private JournalPage<T> Page<T>(
        string sql,
        string table,
        Func<SqliteDataReader, T> read,
        Func<T, int> lengthOf,
        params ReadOnlySpan<(string Name, object? Value)> values)
    {
        lock (_gate)
        {
            using var command = JournalSql.Command(connection, sql, values);
            using var rows = command.ExecuteReader();
            var (sound, damaged, bytes) = (new List<T>(), new List<DamagedRecord>(), 0L);
            while (bytes <= MaxPageBytes && rows.Read())
            {
                try
                {
                    var record = read(rows);
                    bytes += lengthOf(record);
                    sound.Add(record);
                }
                catch (Exception cause) when (cause is not (SqliteException or OutOfMemoryException))
                {
                    // Any exception marks the record as damaged: it is quarantined, and the others are still read.
                    damaged.Add(new DamagedRecord(table, rows.GetInt64(0), cause.Message));
                }
            }

            return new JournalPage<T>(sound, damaged);
        }
    }
}
#endif

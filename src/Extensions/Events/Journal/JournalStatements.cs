#if EXT_EVENTS
using Microsoft.Data.Sqlite;

namespace Zot.Extensions.Events.Journal;

/// <summary>Provides the prepared statements of the journal's writer.</summary>
internal sealed class JournalStatements(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand _begin = Prepare(connection, "BEGIN IMMEDIATE");
    private readonly SqliteCommand _commit = Prepare(connection, "COMMIT");
    private readonly SqliteCommand _rollback = Prepare(connection, "ROLLBACK");
    private readonly SqliteCommand _intend = Prepare(
        connection, "INSERT INTO intents(body, checksum) VALUES($body, $checksum) RETURNING id", "$body", "$checksum");

    private readonly SqliteCommand _forget = Prepare(connection, "DELETE FROM intents WHERE id = $id", "$id");
    private readonly SqliteCommand _turn = Prepare(
        connection,
        "INSERT INTO repositories(name, turn) VALUES($name, 1) ON CONFLICT(name) DO UPDATE "
            + "SET turn = turn + 1 RETURNING turn",
        "$name");

    private readonly SqliteCommand _append = Prepare(
        connection,
        """
        INSERT INTO events(id, repository, turn, time, body, checksum, manifest)
        VALUES($id, $repository, $turn, $time, $body, $checksum, $manifest)
        RETURNING sequence
        """,
        "$id", "$repository", "$turn", "$time", "$body", "$checksum", "$manifest");

    private readonly SqliteCommand _findManifest =
        Prepare(connection, "SELECT id FROM manifests WHERE hash = $hash", "$hash");
    private readonly SqliteCommand _addManifest = Prepare(
        connection, "INSERT INTO manifests(hash, body) VALUES($hash, $body) RETURNING id", "$hash", "$body");

    private readonly SqliteCommand _openSink = Prepare(
        connection,
        """
        INSERT INTO sinks(name, position)
        VALUES($name, (SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = 'events'))
        ON CONFLICT(name) DO UPDATE SET position = position RETURNING position
        """,
        "$name");

    private readonly SqliteCommand _finish = Prepare(
        connection, "INSERT OR IGNORE INTO finished(sink, sequence) VALUES($sink, $sequence)", "$sink", "$sequence");

    private readonly SqliteCommand _move = Prepare(
        connection, "UPDATE sinks SET position = $position WHERE name = $sink AND position < $position",
        "$sink", "$position");

    private readonly SqliteCommand _tidy = Prepare(
        connection, "DELETE FROM finished WHERE sink = $sink AND sequence <= $position", "$sink", "$position");

    private readonly SqliteCommand _bury = Prepare(
        connection,
        """
        INSERT OR REPLACE INTO dead(sink, sequence, attempts, since, until, reason)
        VALUES($sink, $sequence, $attempts, $since, $until, $reason)
        """,
        "$sink", "$sequence", "$attempts", "$since", "$until", "$reason");

    public void Begin() => _begin.ExecuteNonQuery();

    public void Commit() => _commit.ExecuteNonQuery();

    /// <summary>Rolls back the transaction of a group, if one was started.</summary>
    public void Rollback()
    {
        try
        {
            _rollback.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // SQLite has already rolled back, as it does when the disk is full.
        }
    }

    public long Intend(byte[] body) => Run(_intend, body, JournalChecksum.Of(body));

    public void Forget(long intent) => Run(_forget, intent);

    public long Append(JournalRecord record)
    {
        var happened = record.Event;
        var turn = Run(_turn, happened.Repository);
        return Run(
            _append, happened.Id, happened.Repository, turn, happened.Time.ToUnixTimeMilliseconds(), record.Body,
            JournalChecksum.Of(record.Body), record.Manifest is { } manifest ? ManifestOf(manifest) : DBNull.Value);
    }

    public long OpenSink(string sink) => Run(_openSink, sink);

    public void Finish(string sink, long sequence, long position)
    {
        if (sequence > position)
        {
            Run(_finish, sink, sequence);
            return;
        }

        Run(_move, sink, position);
        Run(_tidy, sink, position);
    }

    public void AddDeadLetter(DeadLetter dead) => Run(
        _bury, dead.Sink, dead.Entry.Sequence, dead.Attempts, dead.Since.ToUnixTimeMilliseconds(),
        dead.Until.ToUnixTimeMilliseconds(), dead.Reason);

    public long PurgeDead(string? sink, string? id) => JournalSql.PurgeDead(connection, sink, id);

    public long ForgetSinks(IReadOnlyCollection<string> known) => JournalSql.ForgetSinks(connection, known);

    public long TrimDead(string sink, DateTimeOffset before) => JournalSql.TrimDead(connection, sink, before);

    public long Requeue(string sink, ReplaySelection selection) => JournalSql.Requeue(connection, sink, selection);

    public void FinishRequeued(string sink, long sequence) => JournalSql.FinishRequeued(connection, sink, sequence);

    public long Trim(DateTimeOffset before, int limit) => JournalSql.Trim(connection, before, limit);

    public long Quarantine(DamagedRecord record, DateTimeOffset now) => JournalSql.Quarantine(connection, record, now);

    public long TrimQuarantine(DateTimeOffset before, int maxCount, long maxBytes) =>
        JournalSql.TrimQuarantine(connection, before, maxCount, maxBytes);

    public void Dispose()
    {
        SqliteCommand[] commands =
        [
            _begin, _commit, _rollback, _intend, _forget, _turn, _append, _findManifest, _addManifest,
            _openSink, _finish, _move, _tidy, _bury,
        ];
        foreach (var command in commands)
        {
            command.Dispose();
        }
    }

    private long ManifestOf(JournalManifest manifest) =>
        Run(_findManifest, manifest.Hash) is > 0 and var id ? id : Run(_addManifest, manifest.Hash, manifest.Content);

    private static SqliteCommand Prepare(
        SqliteConnection connection, string sql, params ReadOnlySpan<string> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }

    private static long Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        return command.ExecuteScalar() is long result ? result : 0;
    }
}
#endif

#if EXT_EVENTS
namespace Zot.Extensions.Events.Journal;

/// <summary>Defines the tables of the journal.</summary>
/// <remarks>
/// There is one row per event, regardless of the number of sinks, and one per larger manifest, regardless of the number
/// of its events. A sink is a position and the set of events beyond it that it has processed, so that repositories do
/// not block each other.
/// </remarks>
internal static class JournalSchema
{
    /// <summary>The version of the schema; incremented with each change of the tables.</summary>
    public const int Version = 2;

    public const string Create = """
        CREATE TABLE IF NOT EXISTS intents(
            id INTEGER PRIMARY KEY,
            body BLOB NOT NULL,
            checksum INTEGER);
        CREATE TABLE IF NOT EXISTS repositories(
            name TEXT PRIMARY KEY,
            turn INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS events(
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL,
            repository TEXT NOT NULL,
            turn INTEGER NOT NULL,
            time INTEGER NOT NULL,
            body BLOB NOT NULL,
            checksum INTEGER,
            manifest INTEGER);
        CREATE INDEX IF NOT EXISTS events_by_repository ON events(repository, sequence);
        CREATE UNIQUE INDEX IF NOT EXISTS events_by_id ON events(id);
        CREATE TABLE IF NOT EXISTS manifests(
            id INTEGER PRIMARY KEY,
            hash BLOB NOT NULL UNIQUE,
            body BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS sinks(
            name TEXT PRIMARY KEY,
            position INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS finished(
            sink TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            PRIMARY KEY(sink, sequence)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS dead(
            sink TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY(sink, sequence)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS requeued(
            sink TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            PRIMARY KEY(sink, sequence)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS quarantine(
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            number INTEGER NOT NULL,
            time INTEGER NOT NULL,
            reason TEXT NOT NULL,
            body BLOB);
        CREATE INDEX IF NOT EXISTS dead_by_sequence ON dead(sequence);
        CREATE INDEX IF NOT EXISTS requeued_by_sequence ON requeued(sequence);
        """;

    /// <summary>The columns that were added after version 1, by table.</summary>
    public static readonly IReadOnlyList<(string Table, string Column)> Added =
        [("intents", "checksum"), ("events", "checksum"), ("events", "manifest")];

    /// <summary>The indexes on these columns.</summary>
    public const string Indexes =
        "CREATE INDEX IF NOT EXISTS events_by_manifest ON events(manifest) WHERE manifest IS NOT NULL";

    /// <summary>The statements that select no rows, and fail if a table does not have the expected columns.</summary>
    public static readonly IReadOnlyList<string> Probes =
    [
        "SELECT id, body, checksum FROM intents LIMIT 0",
        "SELECT name, turn FROM repositories LIMIT 0",
        "SELECT sequence, id, repository, turn, time, body, checksum, manifest FROM events LIMIT 0",
        "SELECT id, hash, body FROM manifests LIMIT 0",
        "SELECT name, position FROM sinks LIMIT 0",
        "SELECT sink, sequence FROM finished LIMIT 0",
        "SELECT sink, sequence, attempts, since, until, reason FROM dead LIMIT 0",
        "SELECT sink, sequence FROM requeued LIMIT 0",
        "SELECT id, kind, number, time, reason, body FROM quarantine LIMIT 0",
    ];
}
#endif

#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>The tables of the journal.</summary>
/// <remarks>
/// One row per event, whatever the number of sinks. A sink is a position, and the events beyond it that it is done with:
/// repositories do not wait for each other.
/// </remarks>
internal static class JournalSchema
{
    /// <summary>Grows with each change of the tables.</summary>
    public const int Version = 1;

    public const string Create = """
        CREATE TABLE IF NOT EXISTS intents(
            id INTEGER PRIMARY KEY,
            body BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS repositories(
            name TEXT PRIMARY KEY,
            turn INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS events(
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL,
            repository TEXT NOT NULL,
            turn INTEGER NOT NULL,
            time INTEGER NOT NULL,
            body BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS events_by_repository ON events(repository, sequence);
        CREATE UNIQUE INDEX IF NOT EXISTS events_by_id ON events(id);
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
        CREATE INDEX IF NOT EXISTS dead_by_sequence ON dead(sequence);
        CREATE INDEX IF NOT EXISTS requeued_by_sequence ON requeued(sequence);
        """;
}
#endif

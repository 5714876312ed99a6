namespace Zot.Metadata.Sqlite;

/// <summary>The tables of the index. Times are milliseconds since 1970.</summary>
internal static class IndexSchema
{
    /// <summary>The schema version, incremented with each change of the tables.</summary>
    internal const int Version = 2;

    internal const string Create = """
        CREATE TABLE IF NOT EXISTS facts(
            name TEXT PRIMARY KEY,
            value INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS statistics(
            repository TEXT NOT NULL,
            manifest TEXT NOT NULL,
            downloads INTEGER NOT NULL,
            pulled INTEGER,
            pushed INTEGER,
            pushed_by TEXT,
            PRIMARY KEY(repository, manifest)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS repositories(
            name TEXT PRIMARY KEY,
            version TEXT) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS repositories_in_order ON repositories(replace(name, '/', char(1)));
        CREATE TABLE IF NOT EXISTS tags(
            repository TEXT NOT NULL,
            tag TEXT NOT NULL,
            manifest TEXT NOT NULL,
            media_type TEXT NOT NULL,
            tagged INTEGER NOT NULL,
            PRIMARY KEY(repository, tag)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS manifests(
            repository TEXT NOT NULL,
            manifest TEXT NOT NULL,
            media_type TEXT NOT NULL,
            size INTEGER NOT NULL,
            details BLOB,
            PRIMARY KEY(repository, manifest)) WITHOUT ROWID;
        """;
}

namespace Zot.Metadata.Sqlite;

/// <summary>The tables of the index. Times are milliseconds since 1970.</summary>
internal static class IndexSchema
{
    /// <summary>Grows with each change of the tables.</summary>
    internal const int Version = 1;

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
        """;
}

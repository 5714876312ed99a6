namespace Zot.Metadata.Sqlite;

/// <summary>The tables of the index.</summary>
/// <remarks>
/// Times of statistics and tags are milliseconds since 1970; those that images declare are .NET ticks (100 ns since the
/// year 1), which keep their order. Digests of blobs are their hash, which halves the size of the largest table.
/// </remarks>
internal static class IndexSchema
{
    /// <summary>The schema version, incremented with each change of the tables.</summary>
    internal const int Version = 4;

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
        CREATE INDEX IF NOT EXISTS tags_of_manifest ON tags(repository, manifest);

        CREATE TABLE IF NOT EXISTS manifest_records(
            id INTEGER PRIMARY KEY,
            repository TEXT NOT NULL,
            manifest TEXT NOT NULL,
            media_type TEXT NOT NULL,
            size INTEGER NOT NULL,
            subject TEXT,
            signature TEXT,
            updated INTEGER,
            vendor TEXT,
            chain BLOB,
            details BLOB,
            UNIQUE(repository, manifest));
        CREATE INDEX IF NOT EXISTS manifests_by_digest ON manifest_records(manifest);
        CREATE INDEX IF NOT EXISTS manifests_of_subject ON manifest_records(repository, subject)
            WHERE subject IS NOT NULL;
        CREATE INDEX IF NOT EXISTS manifests_by_chain ON manifest_records(chain) WHERE chain IS NOT NULL;
        CREATE TABLE IF NOT EXISTS record_children(
            parent INTEGER NOT NULL,
            position INTEGER NOT NULL,
            child TEXT NOT NULL,
            PRIMARY KEY(parent, position)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS parents_of_child ON record_children(child);
        CREATE TABLE IF NOT EXISTS record_blobs(
            record INTEGER NOT NULL,
            position INTEGER NOT NULL,
            blob BLOB NOT NULL,
            size INTEGER NOT NULL,
            PRIMARY KEY(record, position)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS records_of_blob ON record_blobs(blob);
        CREATE TABLE IF NOT EXISTS record_chains(
            record INTEGER NOT NULL,
            length INTEGER NOT NULL,
            chain BLOB NOT NULL,
            PRIMARY KEY(record, length)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS records_of_chain ON record_chains(chain);
        CREATE TABLE IF NOT EXISTS record_images(
            root INTEGER NOT NULL,
            position INTEGER NOT NULL,
            image INTEGER NOT NULL,
            os TEXT,
            architecture TEXT,
            PRIMARY KEY(root, position)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS roots_of_image ON record_images(image);
        CREATE TABLE IF NOT EXISTS record_facts(
            repository TEXT NOT NULL,
            manifest TEXT NOT NULL,
            kind TEXT NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY(repository, manifest, kind)) WITHOUT ROWID;
        CREATE TRIGGER IF NOT EXISTS record_ends AFTER DELETE ON manifest_records BEGIN
            DELETE FROM record_children WHERE parent = old.id;
            DELETE FROM record_blobs WHERE record = old.id;
            DELETE FROM record_chains WHERE record = old.id;
            DELETE FROM record_images WHERE root = old.id OR image = old.id;
            DELETE FROM record_facts WHERE repository = old.repository AND manifest = old.manifest;
        END;

        CREATE TABLE IF NOT EXISTS images(
            repository TEXT NOT NULL,
            tag TEXT NOT NULL,
            record INTEGER NOT NULL,
            updated INTEGER,
            downloads INTEGER NOT NULL,
            PRIMARY KEY(repository, tag)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS images_of_record ON images(record);
        CREATE INDEX IF NOT EXISTS images_by_update ON images(updated DESC, repository, tag);
        CREATE INDEX IF NOT EXISTS images_by_downloads ON images(downloads DESC, repository, tag);
        CREATE INDEX IF NOT EXISTS images_of_repository_by_update ON images(repository, updated DESC, tag);
        CREATE TABLE IF NOT EXISTS summaries(
            name TEXT PRIMARY KEY,
            generation INTEGER NOT NULL,
            images INTEGER NOT NULL,
            newest TEXT,
            updated INTEGER,
            downloads INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS summaries_by_images ON summaries(images);
        CREATE INDEX IF NOT EXISTS summaries_by_update ON summaries(updated DESC, name);
        CREATE INDEX IF NOT EXISTS summaries_by_downloads ON summaries(downloads DESC, name);
        CREATE TABLE IF NOT EXISTS platforms(
            repository TEXT NOT NULL,
            os TEXT NOT NULL,
            architecture TEXT NOT NULL,
            PRIMARY KEY(repository, os, architecture)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS vendors(
            repository TEXT NOT NULL,
            vendor TEXT NOT NULL,
            PRIMARY KEY(repository, vendor)) WITHOUT ROWID;
        """;

    /// <summary>The statements after <see cref="Create"/> for the file of an earlier version.</summary>
    /// <remarks>
    /// Content is read again; statistics, the times of tags and facts are kept, as they are stored nowhere else.
    /// </remarks>
    internal const string Upgrade = """
        DROP TABLE IF EXISTS manifests;
        DROP TABLE manifest_records;
        DROP TABLE record_children;
        DROP TABLE record_blobs;
        DROP TABLE record_chains;
        DROP TABLE record_images;
        DROP TABLE images;
        DROP TABLE summaries;
        DROP TABLE platforms;
        DROP TABLE vendors;
        UPDATE repositories SET version = NULL;
        """ + "\n" + Create;
}

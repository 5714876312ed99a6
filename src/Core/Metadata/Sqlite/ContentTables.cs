using Microsoft.Data.Sqlite;
using Zot.Registry;

namespace Zot.Metadata.Sqlite;

/// <summary>The tables with the content of repositories.</summary>
/// <remarks>Not thread-safe.</remarks>
/// <param name="connection">The connection to the index.</param>
internal sealed class ContentTables(SqliteConnection connection)
{
    /// <summary>
    /// Returns up to <paramref name="count"/> repositories with their versions, in the order of
    /// <see cref="RepositoryName"/>.
    /// </summary>
    internal List<RepositoryVersion> ReadVersions(RepositoryName? after, int count)
    {
        using var command = connection.Command(
            """
            SELECT name, version FROM repositories WHERE replace(name, '/', char(1)) > $after
            ORDER BY replace(name, '/', char(1)) LIMIT $count
            """,
            ("$after", after?.ToString().Replace('/', '\u0001') ?? ""),
            ("$count", count));
        using var rows = command.ExecuteReader();
        List<RepositoryVersion> versions = [];
        while (rows.Read())
        {
            versions.Add(new RepositoryVersion(
                RepositoryName.Parse(rows.GetString(0)), rows.IsDBNull(1) ? null : rows.GetString(1)));
        }

        return versions;
    }

    /// <summary>Returns the record of a repository; <see langword="null"/> if it was never written.</summary>
    internal RepositoryRecord? Read(RepositoryName repository)
    {
        using var known =
            connection.Command("SELECT 1 FROM repositories WHERE name = $name", ("$name", repository.ToString()));
        return known.ExecuteScalar() is null
            ? null
            : new RepositoryRecord(repository, ReadTags(repository), ReadManifests(repository));
    }

    /// <summary>
    /// Returns the version of a repository that was written last; <see langword="null"/> if it is unknown.
    /// </summary>
    internal string? FindVersion(RepositoryName repository)
    {
        using var command =
            connection.Command("SELECT version FROM repositories WHERE name = $name", ("$name", repository.ToString()));
        return command.ExecuteScalar() as string;
    }

    /// <summary>Returns the targets of tags, as far as they are known.</summary>
    internal List<Digest> FindManifests(RepositoryName repository, IEnumerable<string> tags)
    {
        using var command = connection.Command(
            "SELECT manifest FROM tags WHERE repository = $repository AND tag = $tag",
            ("$repository", repository.ToString()), ("$tag", ""));
        List<Digest> found = [];
        foreach (var tag in tags)
        {
            command.Parameters[1].Value = tag;
            if (command.ExecuteScalar() is string manifest)
            {
                found.Add(Digest.Parse(manifest));
            }
        }

        return found;
    }

    /// <summary>Indicates whether a manifest is known and was read.</summary>
    internal bool IsRead(RepositoryName repository, Digest manifest)
    {
        using var command = connection.Command(
            "SELECT 1 FROM manifest_records WHERE repository = $repository AND manifest = $manifest "
                + "AND details IS NOT NULL",
            ("$repository", repository.ToString()),
            ("$manifest", manifest.ToString()));
        return command.ExecuteScalar() is not null;
    }

    /// <summary>Counts the rows of each table.</summary>
    internal ContentCounts Count()
    {
        return new ContentCounts(CountOf("repositories"), CountOf("tags"), CountOf("manifest_records"));
    }

    private long CountOf(string table)
    {
        using var command = connection.Command($"SELECT count(*) FROM {table}");
        return (long)command.ExecuteScalar()!;
    }

    private List<TagRecord> ReadTags(RepositoryName repository)
    {
        using var command = connection.Command(
            "SELECT tag, manifest, media_type, tagged FROM tags WHERE repository = $repository ORDER BY tag",
            ("$repository", repository.ToString()));
        using var rows = command.ExecuteReader();
        List<TagRecord> tags = [];
        while (rows.Read())
        {
            tags.Add(new TagRecord(
                rows.GetString(0), Digest.Parse(rows.GetString(1)),
                rows.GetString(2), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(3))));
        }

        return tags;
    }

    private Dictionary<Digest, ManifestRecord> ReadManifests(RepositoryName repository)
    {
        using var command = connection.Command(
            $"SELECT {RecordReader.Columns("manifest_records")} FROM manifest_records WHERE repository = $repository",
            ("$repository", repository.ToString()));
        using var rows = command.ExecuteReader();
        Dictionary<Digest, ManifestRecord> manifests = [];
        while (rows.Read())
        {
            var record = RecordReader.Read(rows);
            manifests[record.Digest] = record;
        }

        return manifests;
    }
}

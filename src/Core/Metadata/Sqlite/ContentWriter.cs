using System.Text.Json;
using Microsoft.Data.Sqlite;
using Zot.Metadata.Content;
using Zot.Registry;

namespace Zot.Metadata.Sqlite;

/// <summary>Writes the content of one repository, within a transaction.</summary>
internal static class ContentWriter
{
    internal static void Write(SqliteTransaction transaction, ContentUpdate update)
    {
        var repository = update.Repository.ToString();
        if (update.IsWhole)
        {
            Forget(transaction, update);
        }

        WriteTags(transaction, update);
        using var add = transaction.Command(
            """
            INSERT INTO manifests(repository, manifest, media_type, size, details) VALUES($repository, $manifest, $mediaType, $size, $details)
            ON CONFLICT DO UPDATE SET media_type = excluded.media_type, size = excluded.size, details = excluded.details
            """,
            "$repository", "$manifest", "$mediaType", "$size", "$details");
        foreach (var (manifest, details) in update.Added)
        {
            add.Execute(
                repository, manifest.Digest.ToString(), manifest.MediaType, manifest.Size,
                details is null ? null : JsonSerializer.SerializeToUtf8Bytes(details, ManifestDetailsJson.Default.ManifestDetails));
        }

        using var remove = transaction.Command(
            "DELETE FROM manifests WHERE repository = $repository AND manifest = $manifest", "$repository", "$manifest");
        foreach (var manifest in update.Removed)
        {
            remove.Execute(repository, manifest.ToString());
        }

        using var version = transaction.Command(
            "INSERT INTO repositories(name, version) VALUES($name, $version) ON CONFLICT DO UPDATE SET version = excluded.version",
            "$name", "$version");
        version.Execute(repository, update.Version);
    }

    internal static void Remove(SqliteTransaction transaction, RepositoryName repository)
    {
        foreach (var sql in (string[])[
            "DELETE FROM tags WHERE repository = $name", "DELETE FROM manifests WHERE repository = $name", "DELETE FROM repositories WHERE name = $name"])
        {
            using var remove = transaction.Command(sql, "$name");
            remove.Execute(repository.ToString());
        }
    }

    // Moving a tag does not change its creation time.
    private static void WriteTags(SqliteTransaction transaction, ContentUpdate update)
    {
        using var set = transaction.Command(
            """
            INSERT INTO tags(repository, tag, manifest, media_type, tagged) VALUES($repository, $tag, $manifest, $mediaType, $tagged)
            ON CONFLICT DO UPDATE SET manifest = excluded.manifest, media_type = excluded.media_type
            """,
            "$repository", "$tag", "$manifest", "$mediaType", "$tagged");
        using var remove = transaction.Command("DELETE FROM tags WHERE repository = $repository AND tag = $tag", "$repository", "$tag");
        foreach (var (tag, manifest) in update.Tags)
        {
            if (manifest is null)
            {
                remove.Execute(update.Repository.ToString(), tag);
            }
            else
            {
                set.Execute(
                    update.Repository.ToString(), tag, manifest.Digest.ToString(), manifest.MediaType, update.Tagged.ToUnixTimeMilliseconds());
            }
        }
    }

    private static void Forget(SqliteTransaction transaction, ContentUpdate update)
    {
        Forget(transaction, update, "tags", "tag", update.Tags.ContainsKey);
        Forget(transaction, update, "manifests", "manifest", manifest => update.Kept.Contains(Digest.Parse(manifest)));
    }

    private static void Forget(SqliteTransaction transaction, ContentUpdate update, string table, string column, Predicate<string> isThere)
    {
        List<string> gone = [];
        using (var all = transaction.Command($"SELECT {column} FROM {table} WHERE repository = $repository", "$repository"))
        {
            all.Parameters[0].Value = update.Repository.ToString();
            using var rows = all.ExecuteReader();
            while (rows.Read())
            {
                if (!isThere(rows.GetString(0)))
                {
                    gone.Add(rows.GetString(0));
                }
            }
        }

        using var remove = transaction.Command($"DELETE FROM {table} WHERE repository = $repository AND {column} = $key", "$repository", "$key");
        foreach (var key in gone)
        {
            remove.Execute(update.Repository.ToString(), key);
        }
    }
}

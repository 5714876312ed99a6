using Microsoft.Data.Sqlite;
using Zot.Metadata.Content;
using Zot.Registry;

namespace Zot.Metadata.Sqlite;

/// <summary>Writes the content of one repository, within a transaction.</summary>
internal static class ContentWriter
{
    private static readonly string[] Tables = ["tags", "manifest_records", "images", "platforms", "vendors"];

    internal static void Write(SqliteTransaction transaction, ContentUpdate update)
    {
        var repository = update.Repository.ToString();
        HashSet<string> tags = [.. update.Tags.Keys];
        HashSet<Digest> removed = [.. update.Removed];
        if (update.IsWhole)
        {
            tags.UnionWith(Missing(transaction, update, "tags", "tag", update.Tags.ContainsKey));
            removed.UnionWith(Missing(
                transaction,
                update,
                "manifest_records",
                "manifest",
                manifest => update.Kept.Contains(Digest.Parse(manifest)))
                .Select(Digest.Parse));
        }

        WriteTags(transaction, update, tags);
        using (var records = new RecordWriter(transaction))
        {
            foreach (var manifest in update.Added)
            {
                records.Add(update.Repository, manifest);
            }

            foreach (var manifest in removed)
            {
                records.Remove(update.Repository, manifest);
            }
        }

        using (var images = new ImageTables(transaction, update.Repository))
        {
            images.Update(tags, removed.Concat(update.Added.Select(static manifest => manifest.Digest)));
        }

        using var version = transaction.Command(
            "INSERT INTO repositories(name, version) VALUES($name, $version) ON CONFLICT DO UPDATE "
                + "SET version = excluded.version",
            "$name", "$version");
        version.Execute(repository, update.Version);
    }

    internal static void Remove(SqliteTransaction transaction, RepositoryName repository)
    {
        foreach (var sql in (string[])[
            .. Tables.Select(static table => $"DELETE FROM {table} WHERE repository = $name"),
            "DELETE FROM summaries WHERE name = $name",
            "DELETE FROM repositories WHERE name = $name"])
        {
            using var remove = transaction.Command(sql, "$name");
            remove.Execute(repository.ToString());
        }
    }

    // Moving a tag does not change its creation time.
    private static void WriteTags(SqliteTransaction transaction, ContentUpdate update, HashSet<string> tags)
    {
        using var set = transaction.Command(
            """
            INSERT INTO tags(repository, tag, manifest, media_type, tagged)
            VALUES($repository, $tag, $manifest, $mediaType, $tagged)
            ON CONFLICT DO UPDATE SET manifest = excluded.manifest, media_type = excluded.media_type
            """,
            "$repository", "$tag", "$manifest", "$mediaType", "$tagged");
        using var remove = transaction.Command(
            "DELETE FROM tags WHERE repository = $repository AND tag = $tag", "$repository", "$tag");
        var repository = update.Repository.ToString();
        foreach (var tag in tags)
        {
            if (update.Tags.TryGetValue(tag, out var target) && target is { } manifest)
            {
                set.Execute(
                    repository,
                    tag,
                    manifest.Digest.ToString(),
                    manifest.MediaType,
                    update.Tagged.ToUnixTimeMilliseconds());
            }
            else
            {
                remove.Execute(repository, tag);
            }
        }
    }

    private static List<string> Missing(
        SqliteTransaction transaction, ContentUpdate update, string table, string column, Predicate<string> isThere)
    {
        using var all =
            transaction.Command($"SELECT {column} FROM {table} WHERE repository = $repository", "$repository");
        return [.. all.Query(static row => row.GetString(0), update.Repository.ToString()).Where(key => !isThere(key))];
    }
}

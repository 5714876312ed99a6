using Microsoft.Data.Sqlite;
using Zot.Metadata.Queries;
using Zot.Registry;

namespace Zot.Metadata.Sqlite;

/// <summary>
/// Derives the images and the summary of one repository from its tags and manifests, within a transaction.
/// </summary>
internal sealed class ImageTables : IDisposable
{
    private readonly string _repository;
    private readonly List<SqliteCommand> _commands = [];
    private readonly SqliteTransaction _transaction;
    private readonly SqliteCommand _record;
    private readonly SqliteCommand _parents;
    private readonly SqliteCommand _clear;
    private readonly SqliteCommand _addImage;
    private readonly SqliteCommand _setUpdated;
    private readonly SqliteCommand _tags;
    private readonly SqliteCommand _removeTag;
    private readonly SqliteCommand _addTag;

    internal ImageTables(SqliteTransaction transaction, RepositoryName repository)
    {
        (_transaction, _repository) = (transaction, repository.ToString());
        _record = Command(
            $"""
            SELECT id, {RecordReader.Columns("manifest_records")} FROM manifest_records
            WHERE repository = $repository AND manifest = $manifest
            """,
            "$repository", "$manifest");
        _parents = Command(
            """
            SELECT m.manifest FROM record_children c JOIN manifest_records m ON m.id = c.parent
            WHERE c.child = $child AND m.repository = $repository
            """,
            "$child", "$repository");
        _clear = Command("DELETE FROM record_images WHERE root = $root", "$root");
        _addImage = Command(
            """
            INSERT INTO record_images(root, position, image, os, architecture)
            VALUES($root, $position, $image, $os, $architecture)
            """,
            "$root", "$position", "$image", "$os", "$architecture");
        _setUpdated = Command("UPDATE manifest_records SET updated = $updated WHERE id = $id", "$updated", "$id");
        _tags = Command(
            "SELECT tag FROM tags WHERE repository = $repository AND manifest = $manifest", "$repository", "$manifest");
        _removeTag = Command("DELETE FROM images WHERE repository = $repository AND tag = $tag", "$repository", "$tag");
        _addTag = Command(
            """
            INSERT INTO images(repository, tag, record, updated, downloads)
            SELECT t.repository, t.tag, m.id, m.updated, coalesce(s.downloads, 0) FROM tags t
            JOIN manifest_records m ON m.repository = t.repository AND m.manifest = t.manifest
            LEFT JOIN statistics s ON s.repository = t.repository AND s.manifest = t.manifest
            WHERE t.repository = $repository AND t.tag = $tag AND m.details IS NOT NULL AND m.signature IS NULL
            """,
            "$repository", "$tag");
    }

    /// <summary>Derives what depends on changed tags and manifests.</summary>
    internal void Update(IEnumerable<string> tags, IEnumerable<Digest> manifests)
    {
        HashSet<string> changed = [.. tags];
        foreach (var manifest in WithParents(manifests))
        {
            changed.UnionWith(_tags.Query(static row => row.GetString(0), _repository, manifest.ToString()));
            Flatten(manifest);
        }

        foreach (var tag in changed)
        {
            _removeTag.Execute(_repository, tag);
            if (!SignatureKinds.IsReference(tag))
            {
                _addTag.Execute(_repository, tag);
            }
        }

        Summarize();
    }

    /// <inheritdoc/>
    public void Dispose() => _commands.ForEach(static command => command.Dispose());

    private SqliteCommand Command(string sql, params ReadOnlySpan<string> names)
    {
        var command = _transaction.Command(sql, names);
        _commands.Add(command);
        return command;
    }

    private HashSet<Digest> WithParents(IEnumerable<Digest> manifests)
    {
        HashSet<Digest> all = [];
        Stack<Digest> open = new(manifests);
        while (open.TryPop(out var manifest))
        {
            if (all.Add(manifest))
            {
                foreach (var parent
                    in _parents.Query(static row => Digest.Parse(row.GetString(0)), manifest.ToString(), _repository))
                {
                    open.Push(parent);
                }
            }
        }

        return all;
    }

    private void Flatten(Digest root)
    {
        if (Find(root) is not (var id, { IsRead: true } manifest))
        {
            return;
        }

        List<(long Id, ManifestRecord Manifest)> images = [];
        CollectImages(root, images);
        _clear.Execute(id);
        for (var i = 0; i < images.Count; i++)
        {
            var platform = images[i].Manifest.Platform;
            _addImage.Execute(id, i, images[i].Id, platform?.Os, platform?.Architecture);
        }

        _setUpdated.Execute(
            ImageTimes.Updated(manifest, [.. images.Select(static image => image.Manifest)])?.UtcTicks, id);
    }

    // Depth first, in the order of the index; each manifest once, so that no nesting takes longer than what is stored.
    private void CollectImages(Digest root, List<(long Id, ManifestRecord Manifest)> images)
    {
        HashSet<Digest> seen = [];
        Stack<(Digest Digest, ImagePlatform? Declared)> open = new([(root, null)]);
        while (open.TryPop(out var next))
        {
            if (!seen.Add(next.Digest) || Find(next.Digest) is not ({ } id, { IsRead: true } manifest))
            {
                continue;
            }

            if (manifest.IsImage)
            {
                images.Add((id, manifest.OnPlatform(next.Declared)));
            }

            foreach (var child in manifest.Children.Reverse())
            {
                open.Push((child, manifest.ChildPlatforms.TryGetValue(child, out var declared) ? declared : null));
            }
        }
    }

    private (long Id, ManifestRecord Manifest)? Find(Digest manifest) => _record.Query<(long, ManifestRecord)?>(
        static row => (row.GetInt64(0), RecordReader.Read(row, first: 1)), _repository, manifest.ToString())
            .FirstOrDefault();

    private void Summarize()
    {
        foreach (var sql in (ReadOnlySpan<string>)
        [
            """
            INSERT INTO summaries(name, generation, images, newest, updated, downloads)
            SELECT $repository, 1, count(*),
                (SELECT tag FROM images WHERE repository = $repository ORDER BY updated DESC, tag LIMIT 1),
                nullif(max(
                    coalesce(max(i.updated), 0),
                    coalesce(max(t.tagged) * 10000 + 621355968000000000, 0)), 0),
                coalesce(sum(i.downloads), 0)
            FROM images i JOIN tags t ON t.repository = i.repository AND t.tag = i.tag WHERE i.repository = $repository
            ON CONFLICT DO UPDATE SET
                generation = generation + 1, images = excluded.images, newest = excluded.newest,
                updated = excluded.updated, downloads = excluded.downloads
            """,
            "DELETE FROM platforms WHERE repository = $repository",
            """
            INSERT OR IGNORE INTO platforms(repository, os, architecture)
            SELECT $repository, x.os, x.architecture FROM images i JOIN record_images x ON x.root = i.record
            WHERE i.repository = $repository AND x.os IS NOT NULL
            """,
            "DELETE FROM vendors WHERE repository = $repository",
            """
            INSERT OR IGNORE INTO vendors(repository, vendor)
            SELECT $repository, m.vendor FROM images i
            JOIN record_images x ON x.root = i.record JOIN manifest_records m ON m.id IN (x.image, x.root)
            WHERE i.repository = $repository AND m.vendor IS NOT NULL
            """,
        ])
        {
            using var command = _transaction.Command(sql, "$repository");
            command.Execute(_repository);
        }
    }
}

using Microsoft.Data.Sqlite;
using Zot.Registry;

namespace Zot.Metadata.Sqlite;

/// <summary>Keeps the downloads of images and repositories in step with the statistics, within a transaction.</summary>
internal sealed class StatisticsSummary : IDisposable
{
    private readonly HashSet<RepositoryName> _changed = [];
    private readonly SqliteCommand _image;
    private readonly SqliteCommand _repository;

    internal StatisticsSummary(SqliteTransaction transaction)
    {
        _image = transaction.Command(
            """
            UPDATE images SET downloads = coalesce(
                (SELECT downloads FROM statistics WHERE repository = $repository AND manifest = $manifest), 0)
            WHERE repository = $repository
                AND tag IN (SELECT tag FROM tags WHERE repository = $repository AND manifest = $manifest)
            """,
            "$repository", "$manifest");
        _repository = transaction.Command(
            """
            UPDATE summaries SET downloads = (SELECT coalesce(sum(downloads), 0) FROM images WHERE repository = $name)
            WHERE name = $name
            """,
            "$name");
    }

    /// <summary>Updates the images of a manifest.</summary>
    internal void Update(RepositoryName repository, Digest manifest)
    {
        if (_image.Execute(repository.ToString(), manifest.ToString()) > 0)
        {
            _changed.Add(repository);
        }
    }

    /// <summary>Updates the repositories whose images have changed.</summary>
    internal void Complete()
    {
        foreach (var repository in _changed)
        {
            _repository.Execute(repository.ToString());
        }
    }

    /// <summary>Updates all images and repositories.</summary>
    internal static void UpdateAll(SqliteTransaction transaction)
    {
        using var images = transaction.Command(
            """
            UPDATE images SET downloads = coalesce(
                (SELECT s.downloads FROM tags t
                JOIN statistics s ON s.repository = t.repository AND s.manifest = t.manifest
                WHERE t.repository = images.repository AND t.tag = images.tag), 0)
            """);
        using var summaries = transaction.Command(
            "UPDATE summaries SET downloads = (SELECT coalesce(sum(downloads), 0) FROM images "
                + "WHERE repository = name)");
        images.Execute();
        summaries.Execute();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _image.Dispose();
        _repository.Dispose();
    }
}

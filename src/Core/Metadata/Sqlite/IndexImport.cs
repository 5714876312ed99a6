using Microsoft.Data.Sqlite;

namespace Zot.Metadata.Sqlite;

/// <summary>Adds data of another registry to the index, within a transaction.</summary>
internal sealed class IndexImport : IDisposable
{
    private readonly SqliteTransaction _transaction;
    private readonly SqliteCommand _statistics;
    private readonly SqliteCommand _tag;
    private readonly SqliteCommand _repository;
    private DateTimeOffset _since = DateTimeOffset.MaxValue;

    private IndexImport(SqliteTransaction transaction)
    {
        _transaction = transaction;

        // Values recorded here take precedence: they are newer.
        _statistics = transaction.Command(
            """
            INSERT INTO statistics(repository, manifest, downloads, pulled, pushed, pushed_by)
            VALUES($repository, $manifest, $downloads, $pulled, $pushed, $pushedBy)
            ON CONFLICT DO UPDATE SET
                downloads = downloads + excluded.downloads,
                pulled = MAX(COALESCE(pulled, excluded.pulled), COALESCE(excluded.pulled, pulled)),
                pushed_by = CASE WHEN pushed IS NULL THEN excluded.pushed_by ELSE pushed_by END,
                pushed = COALESCE(pushed, excluded.pushed)
            """,
            "$repository", "$manifest", "$downloads", "$pulled", "$pushed", "$pushedBy");

        // The content is authoritative for the target of a tag; only the time comes from the import.
        _tag = transaction.Command(
            """
            INSERT INTO tags(repository, tag, manifest, media_type, tagged)
            VALUES($repository, $tag, $manifest, $mediaType, $tagged)
            ON CONFLICT DO UPDATE SET tagged = MIN(tagged, excluded.tagged)
            """,
            "$repository", "$tag", "$manifest", "$mediaType", "$tagged");

        // Without a version, the repository is read, or removed if it is missing, before its other data is used.
        _repository = transaction.Command(
            "INSERT INTO repositories(name, version) VALUES($name, NULL) ON CONFLICT DO NOTHING", "$name");
    }

    /// <summary>Adds the data atomically, once per source.</summary>
    /// <returns>
    /// The number of manifests and tags added; <see langword="null"/> if the source was imported before.
    /// </returns>
    internal static (int Manifests, int Tags)? Run(
        SqliteConnection connection, string source, DateTimeOffset now, Func<IEnumerable<ImportedRepository>> read)
    {
        using var transaction = connection.BeginTransaction();
        using var done = transaction.Command("SELECT 1 FROM facts WHERE name = $name", "$name");
        using var mark = transaction.Command("INSERT INTO facts(name, value) VALUES($name, $value)", "$name", "$value");
        done.Parameters[0].Value = $"imported {source}";
        if (done.ExecuteScalar() is not null)
        {
            return null;
        }

        mark.Execute($"imported {source}", now.ToUnixTimeMilliseconds());
        using var import = new IndexImport(transaction);
        var (manifests, tags) = (0, 0);
        foreach (var repository in read())
        {
            import.Add(repository);
            manifests += repository.Statistics.Count;
            tags += repository.Tags.Count;
        }

        import.End();
        transaction.Commit();
        return (manifests, tags);
    }

    public void Dispose()
    {
        _statistics.Dispose();
        _tag.Dispose();
        _repository.Dispose();
    }

    private void Add(ImportedRepository known)
    {
        var repository = known.Repository.ToString();
        foreach (var (manifest, statistics) in known.Statistics)
        {
            _statistics.Execute(
                repository, manifest.ToString(), statistics.Downloads,
                statistics.LastPulled?.ToUnixTimeMilliseconds(),
                statistics.Pushed?.ToUnixTimeMilliseconds(), statistics.PushedBy);

            // A source that recorded a pull, or the user of a push, has recorded all pulls since then. The time of a
            // push alone may come from a file.
            _since = statistics.LastPulled < _since ? statistics.LastPulled.Value : _since;
            _since = statistics is { PushedBy: not null, Pushed: { } pushed } && pushed < _since ? pushed : _since;
        }

        foreach (var tag in known.Tags)
        {
            _tag.Execute(
                repository, tag.Tag, tag.Manifest.ToString(), tag.MediaType, tag.Tagged.ToUnixTimeMilliseconds());
        }

        if (known.Tags.Count > 0)
        {
            _repository.Execute(repository);
        }
    }

    private void End()
    {
        using var since =
            _transaction.Command("UPDATE facts SET value = MIN(value, $since) WHERE name = 'since'", "$since");
        since.Execute(_since.ToUnixTimeMilliseconds());
        StatisticsSummary.UpdateAll(_transaction);
    }
}

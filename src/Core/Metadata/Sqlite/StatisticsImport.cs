using Microsoft.Data.Sqlite;

namespace Zot.Metadata.Sqlite;

/// <summary>Adds what another registry knew to the statistics, all of it or nothing; once for each source.</summary>
internal static class StatisticsImport
{
    // What was noted here counts: it is newer.
    private const string Statistics = """
        INSERT INTO statistics(repository, manifest, downloads, pulled, pushed, pushed_by)
        VALUES($repository, $manifest, $downloads, $pulled, $pushed, $pushedBy)
        ON CONFLICT DO UPDATE SET
            downloads = downloads + excluded.downloads,
            pulled = MAX(COALESCE(pulled, excluded.pulled), COALESCE(excluded.pulled, pulled)),
            pushed_by = CASE WHEN pushed IS NULL THEN excluded.pushed_by ELSE pushed_by END,
            pushed = COALESCE(pushed, excluded.pushed)
        """;

    private const string Mark = "INSERT INTO facts(name, value) VALUES($name, $value) ON CONFLICT DO NOTHING";

    private const string Since = "UPDATE facts SET value = MIN(value, $since) WHERE name = 'since'";

    /// <summary>Adds it.</summary>
    /// <returns>How many manifests were known; <see langword="null"/> when it was added before.</returns>
    internal static int? Run(SqliteConnection connection, string source, DateTimeOffset now, Func<IEnumerable<ImportedStatistics>> read)
    {
        using var transaction = connection.BeginTransaction();
        using var mark = Prepare(transaction, Mark, "$name", "$value");
        if (Execute(mark, $"imported {source}", Milliseconds(now)) == 0)
        {
            return null;
        }

        using var add = Prepare(transaction, Statistics, "$repository", "$manifest", "$downloads", "$pulled", "$pushed", "$pushedBy");
        var (count, since) = (0, DateTimeOffset.MaxValue);
        foreach (var (repository, manifest, known) in read())
        {
            Execute(
                add, repository.ToString(), manifest.ToString(), known.Downloads,
                Milliseconds(known.LastPulled), Milliseconds(known.Pushed), known.PushedBy);
            count++;

            // Who noted a pull, or by whom a push was, has noted all pulls since then. The time of a push alone may be a file's.
            since = known.LastPulled < since ? known.LastPulled.Value : since;
            since = known is { PushedBy: not null, Pushed: { } pushed } && pushed < since ? pushed : since;
        }

        using var noted = Prepare(transaction, Since, "$since");
        Execute(noted, Milliseconds(since));
        transaction.Commit();
        return count;
    }

    private static SqliteCommand Prepare(SqliteTransaction transaction, string sql, params ReadOnlySpan<string> names)
    {
        var command = transaction.Connection!.CreateCommand();
        command.CommandText = sql;
        foreach (var name in names)
        {
            command.Parameters.AddWithValue(name, DBNull.Value);
        }

        return command;
    }

    private static int Execute(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command.ExecuteNonQuery();
    }

    private static long? Milliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();
}

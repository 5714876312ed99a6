using Microsoft.Data.Sqlite;
using Zot.Registry;

namespace Zot.Metadata.Sqlite;

/// <summary>The tables of statistics. Not thread-safe.</summary>
internal sealed class StatisticsTables(SqliteConnection connection)
{
    private const string Forget = "DELETE FROM statistics WHERE repository = $repository AND manifest = $manifest";

    private const string Note = """
        INSERT INTO statistics(repository, manifest, downloads, pulled, pushed, pushed_by)
        VALUES($repository, $manifest, $downloads, $pulled, $pushed, $pushedBy)
        ON CONFLICT DO UPDATE SET
            downloads = downloads + excluded.downloads,
            pulled = COALESCE(excluded.pulled, pulled),
            pushed_by = CASE WHEN pushed IS NULL OR $anew THEN excluded.pushed_by ELSE pushed_by END,
            pushed = CASE WHEN $anew THEN excluded.pushed ELSE COALESCE(pushed, excluded.pushed) END
        """;

    /// <summary>Reads a fact, and writes the default first if it is missing.</summary>
    internal DateTimeOffset Fact(string name, DateTimeOffset otherwise)
    {
        connection.Execute(
            "INSERT INTO facts(name, value) VALUES($name, $value) ON CONFLICT DO NOTHING",
            ("$name", name),
            ("$value", Milliseconds(otherwise)));
        using var command = connection.Command("SELECT value FROM facts WHERE name = $name", ("$name", name));
        return DateTimeOffset.FromUnixTimeMilliseconds((long)command.ExecuteScalar()!);
    }

    /// <summary>Writes changes atomically.</summary>
    internal void Write(IReadOnlyDictionary<(RepositoryName Repository, Digest Manifest), StatisticsChange> changes)
    {
        using var transaction = connection.BeginTransaction();
        using var forget = connection.Command(Forget, ("$repository", null), ("$manifest", null));
        using var note = connection.Command(
            Note, ("$repository", null), ("$manifest", null), ("$downloads", null),
            ("$pulled", null), ("$pushed", null), ("$pushedBy", null), ("$anew", null));
        (forget.Transaction, note.Transaction) = (transaction, transaction);
        using var summaries = new StatisticsSummary(transaction);
        foreach (var ((repository, manifest), change) in changes)
        {
            if (change.IsForgotten)
            {
                forget.Execute(repository.ToString(), manifest.ToString());
            }

            if (change.LastPulled is not null || change.Pushed is not null)
            {
                note.Execute(
                    repository.ToString(), manifest.ToString(), change.Downloads,
                    Milliseconds(change.LastPulled), Milliseconds(change.Pushed), change.PushedBy, change.IsPushedAnew);
            }

            summaries.Update(repository, manifest);
        }

        summaries.Complete();
        transaction.Commit();
    }

    /// <summary>Returns all statistics of a repository.</summary>
    internal Dictionary<Digest, ManifestStatistics> Read(RepositoryName repository)
    {
        using var command = connection.Command(
            "SELECT manifest, downloads, pulled, pushed, pushed_by FROM statistics WHERE repository = $repository",
            ("$repository", repository.ToString()));
        using var rows = command.ExecuteReader();
        Dictionary<Digest, ManifestStatistics> all = [];
        while (rows.Read())
        {
            all[Digest.Parse(rows.GetString(0))] = new ManifestStatistics(
                Time(rows, 3), Time(rows, 2), rows.GetInt64(1), rows.IsDBNull(4) ? null : rows.GetString(4));
        }

        return all;
    }

    internal static DateTimeOffset? Time(SqliteDataReader rows, int column) =>
        rows.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(column));

    private static long? Milliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();
}

using System.Text.Json;
using Microsoft.Data.Sqlite;
using Zot.Metadata.Queries;
using Zot.Registry;

namespace Zot.Metadata.Sqlite;

/// <summary>The queries over the tables of the index.</summary>
/// <param name="connections">The connections of queries.</param>
/// <param name="store">The store, which writes facts.</param>
internal sealed class SqliteQueries(QueryConnections connections, SqliteMetadataStore store) : IMetadataQueries
{
    private readonly ContentSizes _sizes = new();

    /// <inheritdoc/>
    public ValueTask<MetadataPage<RepositoryRow>> FindRepositoriesAsync(
        RepositoryQuery query, CancellationToken cancellationToken) => connections.RunAsync(
        connection =>
        {
            (connection.Admits, connection.Text, connection.Platform) = (query.Admits, query.Text, query.Platform);
            var conditions = RepositorySelection.Conditions(query);
            using var count = conditions.Command(connection, $"SELECT count(*) FROM summaries r {conditions.Where}");
            using var page = Page(
                connection, conditions, query.Page,
                $"SELECT r.name FROM summaries r {conditions.Where} ORDER BY {RepositorySelection.Order(query)}");
            using var reader = new RepositoryRowReader(connection, _sizes, query.User);
            return new MetadataPage<RepositoryRow>(
                [.. page.Query(static rows => rows.GetString(0)).Select(reader.Read)], CountOf(count));
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<MetadataPage<ImageRow>> FindImagesAsync(ImageQuery query, CancellationToken cancellationToken) =>
        connections.RunAsync(
            connection =>
            {
                (connection.Admits, connection.Platform) = (query.Admits, query.Platform);
                var conditions = ImageSelection.Conditions(query);
                using var count = conditions.Command(connection, CountSql(query, conditions));
                using var page = Page(
                    connection, conditions, query.Page,
                    $"SELECT i.repository, i.tag FROM images i {conditions.Where} ORDER BY {ImageSelection.Order(query.Order)}");
                using var reader = new ImageRowReader(connection);
                var reduce = ImageMatch.Of(query);
                return new MetadataPage<ImageRow>(
                    [
                        .. page.Query(static rows => (Repository: rows.GetString(0), Tag: rows.GetString(1)))
                            .Select(row => reader.Read(row.Repository, row.Tag, reduce)),
                    ],
                    CountOf(count));
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ManifestRecord>> FindReferrersAsync(
        RepositoryName repository, Digest subject, CancellationToken cancellationToken) =>
        connections.RunAsync<IReadOnlyList<ManifestRecord>>(
            connection =>
            {
                using var command = connection.Command(
                    $"""
                    SELECT {RecordReader.Columns("m")} FROM manifest_records m
                    WHERE m.repository = $repository AND m.subject = $subject AND m.signature IS NULL ORDER BY m.manifest
                    """,
                    ("$repository", repository.ToString()), ("$subject", subject.ToString()));
                return command.Query(static rows => RecordReader.Read(rows), repository.ToString(), subject.ToString());
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> SetFactAsync(
        RepositoryName repository, Digest manifest, string kind, string json, CancellationToken cancellationToken)
    {
        _ = JsonElement.Parse(json);
        return ValueTask.FromResult(store.Execute(
            """
            INSERT INTO record_facts(repository, manifest, kind, body)
            SELECT repository, manifest, $kind, $body FROM manifest_records WHERE repository = $repository AND manifest = $manifest
            ON CONFLICT DO UPDATE SET body = excluded.body
            """,
            ("$repository", repository.ToString()), ("$manifest", manifest.ToString()), ("$kind", kind), ("$body", json)) > 0);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, string>> GetFactsAsync(
        RepositoryName repository, Digest manifest, CancellationToken cancellationToken) =>
        connections.RunAsync<IReadOnlyDictionary<string, string>>(
            connection =>
            {
                using var reader = new ImageRowReader(connection);
                return reader.ReadFacts(repository.ToString(), manifest.ToString());
            },
            cancellationToken);

    // All images, or those of the repositories that are admitted, are counted per repository.
    private static string CountSql(ImageQuery query, QueryConditions conditions)
    {
        var isPlain = query == new ImageQuery { Admits = query.Admits, Order = query.Order, Page = query.Page };
        return isPlain
            ? $"SELECT coalesce(sum(images), 0) FROM summaries {(query.Admits is null ? "" : "WHERE admits(name)")}"
            : $"SELECT count(*) FROM images i {conditions.Where}";
    }

    private static int CountOf(SqliteCommand count) => (int)Math.Min(int.MaxValue, (long)count.ExecuteScalar()!);

    private static SqliteCommand Page(QueryConnection connection, QueryConditions conditions, PageRequest page, string sql) =>
        conditions.Command(
            connection, sql + " LIMIT $count OFFSET $offset",
            ("$count", Math.Max(page.Count, 0)), ("$offset", Math.Max(page.Offset, 0)));
}

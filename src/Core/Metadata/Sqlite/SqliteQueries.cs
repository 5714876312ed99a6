using System.Text.Json;
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
        RepositoryQuery query, CancellationToken cancellationToken) =>
        connections.RunAsync(
            connection =>
            {
                (connection.Admits, connection.Text, connection.Platform) = (query.Admits, query.Text, query.Platform);
                var conditions = RepositorySelection.Conditions(query);
                using var selection = new PageSelection(connection, conditions, query.Page)
                {
                    Prefix = RepositorySelection.Prefix(query, conditions),
                    Columns = "r.name",
                    Source = $"{RepositorySelection.Source(query)} r {conditions.Where}",
                    Order = RepositorySelection.Order(query),
                    Count = query.Text.Length == 0 ? $"SELECT count(*) FROM summaries r {conditions.Where}" : null,
                };
                var (names, total) = selection.Read(static rows => rows.GetString(1));
                using var reader = new RepositoryRowReader(connection, _sizes, query.User);
                return new MetadataPage<RepositoryRow>([.. names.Select(reader.Read)], total);
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<MetadataPage<ImageRow>> FindImagesAsync(ImageQuery query, CancellationToken cancellationToken) =>
        connections.RunAsync(
            connection =>
            {
                (connection.Admits, connection.Platform) = (query.Admits, query.Platform);
                var conditions = ImageSelection.Conditions(query);
                using var selection = new PageSelection(connection, conditions, query.Page)
                {
                    Columns = "i.repository, i.tag",
                    Source = $"{ImageSelection.Source(query)} {conditions.Where}",
                    Order = ImageSelection.Order(query.Order),
                    Count = query.IsWhole ? ImageSelection.CountByRepository(query) : null,
                };
                var (images, total) =
                    selection.Read(static rows => (Repository: rows.GetString(1), Tag: rows.GetString(2)));
                using var reader = new ImageRowReader(connection);
                var reduce = ImageMatch.Of(query);
                return new MetadataPage<ImageRow>(
                    [.. images.Select(image => reader.Read(image.Repository, image.Tag, reduce))], total);
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
                    WHERE m.repository = $repository AND m.subject = $subject AND m.signature IS NULL
                    ORDER BY m.manifest
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
            SELECT repository, manifest, $kind, $body FROM manifest_records
            WHERE repository = $repository AND manifest = $manifest
            ON CONFLICT DO UPDATE SET body = excluded.body
            """,
            ("$repository", repository.ToString()),
            ("$manifest", manifest.ToString()), ("$kind", kind), ("$body", json)) > 0);
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
}

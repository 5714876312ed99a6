using Microsoft.Data.Sqlite;
using Zot.Metadata.Queries;
using Zot.Registry;

namespace Zot.Metadata.Sqlite;

/// <summary>Reads images completely.</summary>
internal sealed class ImageRowReader : IDisposable
{
    private readonly QueryConnection _connection;
    private readonly List<SqliteCommand> _commands = [];
    private readonly SqliteCommand _image;
    private readonly SqliteCommand _images;
    private readonly SqliteCommand _statistics;
    private readonly SqliteCommand _signatures;
    private readonly SqliteCommand _facts;

    internal ImageRowReader(QueryConnection connection)
    {
        _connection = connection;
        _image = Command(
            $"""
            SELECT i.record, t.media_type, t.tagged, {RecordReader.Columns("m")} FROM images i
            JOIN tags t ON t.repository = i.repository AND t.tag = i.tag JOIN manifest_records m ON m.id = i.record
            WHERE i.repository = $repository AND i.tag = $tag
            """,
            "$repository", "$tag");
        _images = Command(
            $"""
            SELECT {RecordReader.Columns("m")}, x.os, x.architecture FROM record_images x
            JOIN manifest_records m ON m.id = x.image
            WHERE x.root = $root ORDER BY x.position
            """,
            "$root");
        _statistics = Command(
            "SELECT downloads, pulled, pushed, pushed_by FROM statistics WHERE repository = $repository "
                + "AND manifest = $manifest",
            "$repository", "$manifest");
        _signatures = Command(
            $"""
            SELECT {RecordReader.Columns("s")} FROM manifest_records s
            WHERE s.repository = $repository AND s.subject = $manifest AND s.signature IS NOT NULL
            UNION SELECT {RecordReader.Columns("s")} FROM tags c
            JOIN manifest_records s ON s.repository = c.repository AND s.manifest = c.manifest
            WHERE c.repository = $repository AND c.tag = $tag ORDER BY 1
            """,
            "$repository", "$manifest", "$tag");
        _facts = Command(
            "SELECT kind, body FROM record_facts WHERE repository = $repository AND manifest = $manifest",
            "$repository",
            "$manifest");
    }

    /// <summary>Reads an image.</summary>
    internal ImageRow Read(string repository, string tag, Func<ImageRow, IReadOnlyList<ManifestRecord>>? reduce = null)
    {
        var (root, row) = _image.Query(rows => (rows.GetInt64(0), Begin(repository, tag, rows)), repository, tag)[0];
        var images = _images.Query(
            static rows => RecordReader.Read(rows) with
            {
                Platform = rows.IsDBNull(4) ? null : new ImagePlatform(rows.GetString(4), rows.GetString(5)),
            },
            root);
        row = row with { Images = images, Updated = ImageTimes.Updated(row.Manifest, images) };
        row = reduce is null ? row : row with { Images = reduce(row) };
        Digest[] manifests =
        [
            .. row.Images.Select(static image => image.Digest).Append(row.Manifest.Digest).Distinct(),
        ];
        return row with
        {
            Statistics = ReadStatistics(repository, manifests),
            Signatures = manifests
                .SelectMany(manifest => ReadSignatures(repository, manifest).Select(signature => (manifest, signature)))
                .ToLookup(static pair => pair.manifest, static pair => pair.signature),
        };
    }

    /// <summary>Returns the facts about a manifest.</summary>
    internal Dictionary<string, string> ReadFacts(string repository, string manifest) => _facts
        .Query(static rows => (Kind: rows.GetString(0), Body: rows.GetString(1)), repository, manifest)
        .ToDictionary(static fact => fact.Kind, static fact => fact.Body, StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Dispose() => _commands.ForEach(static command => command.Dispose());

    private static ImageRow Begin(string repository, string tag, SqliteDataReader rows)
    {
        var manifest = RecordReader.Read(rows, first: 3);
        var tagged = DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(2));
        return new ImageRow(
            RepositoryName.Parse(repository), new TagRecord(tag, manifest.Digest, rows.GetString(1), tagged), manifest);
    }

    /// <summary>Reads a time in ticks.</summary>
    internal static DateTimeOffset? Ticks(SqliteDataReader rows, int column) =>
        rows.IsDBNull(column) ? null : new DateTimeOffset(rows.GetInt64(column), TimeSpan.Zero);

    private SqliteCommand Command(string sql, params ReadOnlySpan<string> names)
    {
        var command = _connection.Command(sql);
        foreach (var name in names)
        {
            command.Parameters.AddWithValue(name, DBNull.Value);
        }

        _commands.Add(command);
        return command;
    }

    private Dictionary<Digest, ManifestStatistics> ReadStatistics(string repository, IEnumerable<Digest> manifests)
    {
        Dictionary<Digest, ManifestStatistics> all = [];
        foreach (var manifest in manifests)
        {
            foreach (var statistics in _statistics.Query(
                static rows => new ManifestStatistics(
                    StatisticsTables.Time(rows, 2), StatisticsTables.Time(rows, 1),
                    rows.GetInt64(0), rows.IsDBNull(3) ? null : rows.GetString(3)),
                repository, manifest.ToString()))
            {
                all[manifest] = statistics;
            }
        }

        return all;
    }

    private IEnumerable<SignatureRow> ReadSignatures(string repository, Digest manifest)
    {
        var text = manifest.ToString();
        return _signatures.Query(
            static rows => RecordReader.Read(rows), repository, text, SignatureKinds.TagOf(manifest))
            .Select(signature => new SignatureRow(
                signature.SignatureKind ?? SignatureKinds.Cosign,
                signature, ReadFacts(repository, signature.Digest.ToString())));
    }
}

using System.Text.Json;
using Microsoft.Data.Sqlite;
using Zot.Registry;

namespace Zot.Metadata.Sqlite;

/// <summary>Writes the records of manifests, within a transaction.</summary>
internal sealed class RecordWriter : IDisposable
{
    private readonly SqliteCommand _remove;
    private readonly SqliteCommand _add;
    private readonly SqliteCommand _child;
    private readonly SqliteCommand _blob;
    private readonly SqliteCommand _chain;

    internal RecordWriter(SqliteTransaction transaction)
    {
        _remove = transaction.Command(
            "DELETE FROM manifest_records WHERE repository = $repository AND manifest = $manifest",
            "$repository", "$manifest");

        // Facts belong to the digest, so they outlive a record that is replaced.
        _add = transaction.Command(
            """
            INSERT INTO manifest_records(
                repository, manifest, media_type, size, subject, signature, updated, vendor, chain, details)
            VALUES($repository, $manifest, $mediaType, $size, $subject, $signature, $updated, $vendor, $chain, $details)
            ON CONFLICT DO UPDATE SET
                media_type = excluded.media_type, size = excluded.size, subject = excluded.subject,
                signature = excluded.signature, updated = excluded.updated, vendor = excluded.vendor,
                chain = excluded.chain, details = excluded.details
            RETURNING id
            """,
            "$repository", "$manifest", "$mediaType", "$size", "$subject", "$signature", "$updated", "$vendor",
            "$chain", "$details");
        _child = transaction.Command(
            "INSERT OR REPLACE INTO record_children(parent, position, child) VALUES($parent, $position, $child)",
            "$parent", "$position", "$child");
        _blob = transaction.Command(
            "INSERT OR REPLACE INTO record_blobs(record, position, blob, size) "
                + "VALUES($record, $position, $blob, $size)",
            "$record", "$position", "$blob", "$size");
        _chain = transaction.Command(
            "INSERT OR REPLACE INTO record_chains(record, length, chain) VALUES($record, $length, $chain)",
            "$record", "$length", "$chain");
    }

    /// <summary>Adds a manifest. A manifest never changes, so a record is replaced only by one that was read.</summary>
    internal void Add(RepositoryName repository, ManifestRecord manifest)
    {
        var chain = LayerChain.Of(manifest);
        var id = Insert(repository, manifest, chain);
        for (var i = 0; i < manifest.Children.Count; i++)
        {
            _child.Execute(id, i, manifest.Children[i].ToString());
        }

        if (manifest.Config is { } config)
        {
            _blob.Execute(id, 0, HashOf(config), manifest.ConfigSize);
        }

        for (var i = 0; i < manifest.Layers.Count; i++)
        {
            _blob.Execute(id, i + 1, HashOf(manifest.Layers[i].Digest), manifest.Layers[i].Size);
        }

        for (var i = 0; i < chain.Count; i++)
        {
            _chain.Execute(id, i + 1, chain[i]);
        }
    }

    /// <summary>Removes a manifest with its facts.</summary>
    internal void Remove(RepositoryName repository, Digest manifest) =>
        _remove.Execute(repository.ToString(), manifest.ToString());

    /// <inheritdoc/>
    public void Dispose()
    {
        _remove.Dispose();
        _add.Dispose();
        _child.Dispose();
        _blob.Dispose();
        _chain.Dispose();
    }

    /// <summary>Returns the hash of a digest.</summary>
    internal static byte[] HashOf(Digest digest) => Convert.FromHexString(digest.Encoded);

    private long Insert(RepositoryName repository, ManifestRecord manifest, IReadOnlyList<byte[]> chain) => _add.Query(
        static row => row.GetInt64(0),
        repository.ToString(),
        manifest.Digest.ToString(),
        manifest.MediaType,
        manifest.Size,
        manifest.Subject?.ToString(),
        manifest.SignatureKind,
        manifest.Updated?.UtcTicks,
        manifest.Vendor,
        chain.Count == 0 ? null : chain[^1],
        manifest.IsRead ? JsonSerializer.SerializeToUtf8Bytes(
            ManifestDetails.Of(manifest), ManifestDetailsJson.Default.ManifestDetails) : null)[0];
}

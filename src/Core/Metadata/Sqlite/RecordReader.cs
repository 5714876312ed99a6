using System.Text.Json;
using Microsoft.Data.Sqlite;
using Zot.Registry;

namespace Zot.Metadata.Sqlite;

/// <summary>Reads the records of manifests.</summary>
internal static class RecordReader
{
    /// <summary>The columns that <see cref="Read"/> expects.</summary>
    internal static string Columns(string table) =>
        $"{table}.manifest, {table}.media_type, {table}.size, {table}.details";

    /// <summary>Reads a record from <see cref="Columns"/>, beginning with column <paramref name="first"/>.</summary>
    internal static ManifestRecord Read(SqliteDataReader rows, int first = 0)
    {
        var record = new ManifestRecord(
            Digest.Parse(rows.GetString(first)), rows.GetString(first + 1), rows.GetInt64(first + 2));
        return rows.IsDBNull(first + 3)
            ? record
            : JsonSerializer.Deserialize(
                rows.GetFieldValue<byte[]>(first + 3), ManifestDetailsJson.Default.ManifestDetails)!.Complete(record);
    }
}

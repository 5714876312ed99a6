using System.Collections.Concurrent;

namespace Zot.Metadata.Sqlite;

/// <summary>The sizes of repositories. They are computed when they are first read after a change.</summary>
/// <remarks>A size takes a pass over all layers of the repository, so a push does not compute it.</remarks>
internal sealed class ContentSizes
{
    private readonly ConcurrentDictionary<string, (long Generation, long Size)> _known = new(StringComparer.Ordinal);

    /// <summary>
    /// Returns the size of all manifests and blobs that the images of a repository contain, each counted once.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="generation">The generation of its summary.</param>
    internal long Find(QueryConnection connection, string repository, long generation)
    {
        if (_known.TryGetValue(repository, out var known) && known.Generation == generation)
        {
            return known.Size;
        }

        var size = Compute(connection, repository);
        _known[repository] = (generation, size);
        return size;
    }

    // Clients declare the sizes, so that their sum can exceed an integer: total() adds floating-point numbers, which
    // are exact up to 9 PB.
    private static long Compute(QueryConnection connection, string repository)
    {
        using var command = connection.Command(
            """
            WITH RECURSIVE reached(id) AS (
                SELECT record FROM images WHERE repository = $name
                UNION SELECT m.id FROM reached JOIN record_children c ON c.parent = reached.id
                    JOIN manifest_records m ON m.repository = $name AND m.manifest = c.child)
            SELECT CAST(
                (SELECT total(size) FROM manifest_records WHERE id IN reached)
                + (SELECT total(size) FROM (
                    SELECT max(size) AS size FROM record_blobs WHERE record IN reached GROUP BY blob))
                AS INTEGER)
            """,
            ("$name", repository));
        return (long)command.ExecuteScalar()!;
    }
}

using Microsoft.Data.Sqlite;
using Zot.Metadata.Queries;
using Zot.Metadata.Users;
using Zot.Registry;

namespace Zot.Metadata.Sqlite;

/// <summary>Reads repositories completely.</summary>
internal sealed class RepositoryRowReader(QueryConnection connection, ContentSizes sizes, string? user) : IDisposable
{
    private readonly ImageRowReader _images = new(connection);
    private readonly SqliteCommand _summary = connection.Command(
        $"""
        SELECT r.generation, r.images, r.newest, r.updated, r.downloads, ({RepositorySelection.Stars}),
            EXISTS(SELECT 1 FROM users.marks WHERE kind = {(int)MarkKind.Star}
                AND user = $user AND repository = r.name),
            EXISTS(SELECT 1 FROM users.marks WHERE kind = {(int)MarkKind.Bookmark}
                AND user = $user AND repository = r.name)
        FROM summaries r WHERE r.name = $name
        """,
        ("$name", null), ("$user", user));

    private readonly SqliteCommand _platforms = connection.Command(
        "SELECT os, architecture FROM platforms WHERE repository = $name ORDER BY os, architecture", ("$name", null));

    private readonly SqliteCommand _vendors = connection.Command(
        "SELECT vendor FROM vendors WHERE repository = $name ORDER BY vendor", ("$name", null));

    /// <summary>Reads a repository.</summary>
    internal RepositoryRow Read(string name)
    {
        var (generation, newest, row) = _summary.Query(
            rows => (rows.GetInt64(0), rows.IsDBNull(2) ? null : rows.GetString(2), Begin(name, rows)), name)[0];
        return row with
        {
            NewestImage = newest is null ? null : _images.Read(name, newest),
            Size = sizes.Find(connection, name, generation),
            Platforms = _platforms.Query(static rows => new ImagePlatform(rows.GetString(0), rows.GetString(1)), name),
            Vendors = _vendors.Query(static rows => rows.GetString(0), name),
            Rank = SearchRank.Of(name, connection.Text) ?? 0,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _images.Dispose();
        _summary.Dispose();
        _platforms.Dispose();
        _vendors.Dispose();
    }

    private static RepositoryRow Begin(string name, SqliteDataReader rows) => new(RepositoryName.Parse(name))
    {
        Images = rows.GetInt32(1),
        Updated = ImageRowReader.Ticks(rows, 3),
        Downloads = rows.GetInt64(4),
        Stars = rows.GetInt32(5),
        IsStarred = rows.GetBoolean(6),
        IsBookmarked = rows.GetBoolean(7),
    };
}

using Microsoft.Data.Sqlite;

namespace Zot.Metadata.Sqlite;

/// <summary>Turns failures of SQLite into those of the index.</summary>
internal static class SqliteFailure
{
    /// <summary>Runs work with the database.</summary>
    /// <exception cref="MetadataStoreException">The database fails.</exception>
    internal static T Translate<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException cause)
        {
            throw new MetadataStoreException(
                $"the metadata index {SqliteMetadataStore.Path} failed: {cause.Message}", cause);
        }
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Zot.Configuration;
using Zot.Metadata.Sqlite;

namespace Zot.Server;

/// <summary>What the metadata index knows, while no server is running.</summary>
internal static class OfflineIndex
{
    /// <summary>The index of a data directory; <see langword="null"/> when there is none.</summary>
    /// <exception cref="CommandException">It cannot be opened.</exception>
    public static SqliteMetadataIndex? Open(StorageOptions storage)
    {
        if (!File.Exists(Path.Combine(storage.RootDirectory!, SqliteMetadataIndex.Path)))
        {
            return null;
        }

        try
        {
            return new SqliteMetadataIndex(storage.RootDirectory!, TimeProvider.System, NullLogger<SqliteMetadataIndex>.Instance);
        }
        catch (InvalidOperationException cause)
        {
            throw new CommandException(cause.Message, cause);
        }
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Zot.Configuration;
using Zot.Metadata.Bolt.Import;
using Zot.Metadata.Sqlite;

namespace Zot.Server;

/// <summary>What the metadata index knows, while no server is running.</summary>
internal static class OfflineIndex
{
    /// <summary>
    /// The index of a data directory, with what zot has left there; <see langword="null"/> when there is neither.
    /// </summary>
    /// <exception cref="CommandException">It cannot be opened, or what zot has left cannot be read.</exception>
    public static async ValueTask<SqliteMetadataIndex?> OpenAsync(StorageOptions storage)
    {
        var root = storage.RootDirectory!;
        if (!File.Exists(Path.Combine(root, SqliteMetadataIndex.Path)) && !ZotImport.IsThere(root))
        {
            return null;
        }

        try
        {
            var index = new SqliteMetadataIndex(root, TimeProvider.System, NullLogger<SqliteMetadataIndex>.Instance);
            await ImportAsync(root, index);
            return index;
        }
        catch (InvalidOperationException cause)
        {
            throw new CommandException(cause.Message, cause);
        }
    }

    // Who decides what goes must not do so without what is known of it.
    private static async Task ImportAsync(string root, SqliteMetadataIndex index)
    {
        try
        {
            if (ZotImport.IsThere(root))
            {
                new ZotImport(root, NullLogger<ZotImport>.Instance).ImportStatistics(index);
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await index.DisposeAsync();
            throw new CommandException(
                $"{Path.Combine(root, ZotImport.FileName)} cannot be read, and tells when manifests were pushed and pulled under zot: {cause.Message}; "
                + "to decide without it, move it away",
                cause);
        }
    }
}

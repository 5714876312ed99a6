using Microsoft.Extensions.Logging.Abstractions;
using Zot.Client.Commands;
using Zot.Configuration.Storage;
using Zot.Metadata;
using Zot.Metadata.Sqlite;
using Zot.Migration.Zot;

namespace Zot.Server.Commands;

/// <summary>Opens the metadata index while no server is running.</summary>
internal static class OfflineIndex
{
    /// <summary>
    /// Opens the index of a data directory, including statistics that zot left; returns <see langword="null"/> if
    /// neither exists.
    /// </summary>
    /// <exception cref="CommandException">The index cannot be opened, or zot's statistics cannot be read.</exception>
    public static async ValueTask<MetadataIndex?> OpenAsync(StorageOptions storage)
    {
        var root = storage.RootDirectory!;
        if (!File.Exists(Path.Combine(root, SqliteMetadataStore.Path)) && !ZotImport.Exists(root))
        {
            return null;
        }

        try
        {
            var index = SqliteMetadataStore.OpenIndex(root, TimeProvider.System, NullLogger<MetadataIndex>.Instance);
            await ImportAsync(root, index);
            return index;
        }
        catch (InvalidOperationException cause)
        {
            throw new CommandException(cause.Message, cause);
        }
    }

    // Content must not be collected without its known statistics.
    private static async Task ImportAsync(string root, MetadataIndex index)
    {
        try
        {
            if (ZotImport.Exists(root))
            {
                new ZotImport(root, NullLogger<ZotImport>.Instance).ImportStatistics(index);
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await index.DisposeAsync();
            throw new CommandException(
                $"{Path.Combine(root, ZotImport.FileName)} cannot be read: {cause.Message}; it records when "
                    + "manifests were pushed and pulled under zot; "
                + "to proceed without it, move it away",
                cause);
        }
    }
}

using Microsoft.Data.Sqlite;

namespace Zot.Metadata.Sqlite;

/// <summary>Copies databases that a running registry writes to, each as a consistent snapshot.</summary>
public static class SqliteCopy
{
    private const string Pattern = "*.db";

    private static readonly byte[] Header = [.. "SQLite format 3"u8, 0];

    /// <summary>Copies the databases under the directories of a data directory that cannot be repositories.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="target">The directory to copy to; relative paths are kept.</param>
    /// <returns>The path of each database, after it was copied or with the error.</returns>
    /// <exception cref="IOException">The target cannot be written to.</exception>
    public static IEnumerable<(string Path, string? Fault)> CopyAll(string directory, string target)
    {
        foreach (var folder in Directory.EnumerateDirectories(directory, "_*"))
        {
            var files = Directory.EnumerateFiles(folder, Pattern, SearchOption.AllDirectories);
            foreach (var file in files.Order(StringComparer.Ordinal))
            {
                var path = Path.GetRelativePath(directory, file);
                var (isDatabase, fault) = Examine(file);
                if (isDatabase || fault is not null)
                {
                    yield return (path, fault ?? TryCopy(file, Path.Combine(target, path)));
                }
            }
        }
    }

    // An unreadable or damaged file must not keep the other files out of the backup.
    private static (bool IsDatabase, string? Fault) Examine(string file)
    {
        try
        {
            return (IsDatabase(file), null);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return (false, $"failed to copy '{file}': {cause.Message}");
        }
    }

    private static string? TryCopy(string file, string target)
    {
        try
        {
            Copy(file, target);
            return null;
        }
        catch (SqliteException cause)
        {
            return $"failed to copy '{file}': {cause.Message}";
        }
    }

    private static void Copy(string file, string target)
    {
        var arriving = $"{target}.arriving";
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Delete(arriving);
        NativeSqlite.Prepare();
        var source = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = 30,
        };
        using (var connection = new SqliteConnection(source.ToString()))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "VACUUM INTO $target";
            command.Parameters.AddWithValue("$target", arriving);
            command.ExecuteNonQuery();
        }

        // The log of an earlier copy would be applied to this one.
        File.Delete($"{target}-wal");
        File.Delete($"{target}-shm");
        File.Move(arriving, target, overwrite: true);
    }

    private static bool IsDatabase(string file)
    {
        using var content = File.Open(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> start = stackalloc byte[Header.Length];
        return content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
            && start.SequenceEqual(Header);
    }
}

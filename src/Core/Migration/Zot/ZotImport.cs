using Microsoft.Extensions.Logging;
using Zot.Metadata;
using Zot.Metadata.Users;

namespace Zot.Migration.Zot;

/// <summary>
/// Imports the metadata of zot in a data directory: push and pull times of manifests, API keys, stars and bookmarks.
/// The import runs once and does not change the file of zot.
/// </summary>
/// <param name="directory">The data directory.</param>
/// <param name="logger">The log of the import and of its failures.</param>
public sealed partial class ZotImport(string directory, ILogger<ZotImport> logger)
{
    /// <summary>The name of zot's file in the data directory.</summary>
    public const string FileName = "meta.db";

    private readonly string _path = Path.Combine(directory, FileName);

    /// <summary>Indicates whether a data directory has a metadata file of zot.</summary>
    public static bool Exists(string directory) => File.Exists(Path.Combine(directory, FileName));

    /// <summary>
    /// Imports API keys, stars and bookmarks, unless they have been imported. A failure is logged, and retried at the
    /// next start.
    /// </summary>
    /// <param name="users">Opens the file that receives them, if there is anything to import.</param>
    public void TryImportUsers(Func<UserDatabase> users)
    {
        ArgumentNullException.ThrowIfNull(users);
        try
        {
            if (File.Exists(_path))
            {
                ImportUsers(users());
            }
        }
        catch (Exception cause) when (IsExpected(cause))
        {
            LogUsersNotImported(cause, _path);
        }
    }

    /// <summary>
    /// Imports the statistics, unless they have been imported. A failure is logged, and retried at the next start.
    /// </summary>
    /// <param name="index">The index that receives them.</param>
    public void TryImportStatistics(MetadataIndex index)
    {
        try
        {
            if (File.Exists(_path))
            {
                ImportStatistics(index);
            }
        }
        catch (Exception cause) when (IsExpected(cause))
        {
            LogStatisticsNotImported(cause, _path);
        }
    }

    /// <summary>Imports the statistics and tag times, which do not belong to users.</summary>
    /// <exception cref="IOException">The file of zot cannot be read, or the index cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file of zot is denied.</exception>
    /// <exception cref="InvalidDataException">The file of zot is damaged.</exception>
    public void ImportStatistics(MetadataIndex index)
    {
        ArgumentNullException.ThrowIfNull(index);
        if (index.Import(FileName, Read) is (var manifests, var tags))
        {
            LogStatisticsImported(_path, manifests, tags);
        }

        IEnumerable<ImportedRepository> Read()
        {
            using var zot = ZotMetadata.Open(_path);
            foreach (var repository in zot.Repositories())
            {
                yield return repository;
            }
        }
    }

    private void ImportUsers(UserDatabase users)
    {
        if (UserImport.IsDone(users))
        {
            return;
        }

        var import = new UserImport(directory);
        using var zot = ZotMetadata.Open(_path);
        var (keys, marks) = import.Run(zot, users);
        if (import.IsTooLate)
        {
            LogUsersTooLate(_path);
        }
        else
        {
            LogUsersImported(_path, keys, marks);
        }
    }

    private static bool IsExpected(Exception cause) =>
        cause is IOException or UnauthorizedAccessException or InvalidDataException
            or InvalidOperationException; // the users' file was written by a later version

    [LoggerMessage(4050, LogLevel.Information, "imported manifest statistics from zot: {Path} {Manifests} {Tags}")]
    private partial void LogStatisticsImported(string path, int manifests, int tags);

    [LoggerMessage(4051, LogLevel.Information,
        "imported API keys, stars and bookmarks from zot: {Path} {ApiKeys} {Marks}")]
    private partial void LogUsersImported(string path, int apiKeys, int marks);

    [LoggerMessage(4052, LogLevel.Error,
        "failed to import manifest statistics from zot, retrying at the next start: {Path}")]
    private partial void LogStatisticsNotImported(Exception cause, string path);

    [LoggerMessage(4053, LogLevel.Error,
        "failed to import API keys, stars and bookmarks from zot, retrying at the next start: {Path}")]
    private partial void LogUsersNotImported(Exception cause, string path);

    [LoggerMessage(4054, LogLevel.Warning, "skipped import of API keys, stars and bookmarks from zot: "
        + "the users' file was damaged before, and removed keys must stay removed: {Path}")]
    private partial void LogUsersTooLate(string path);
}

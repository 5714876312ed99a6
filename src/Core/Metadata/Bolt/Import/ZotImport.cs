using Microsoft.Extensions.Logging;
using Zot.Metadata.Sqlite;
using Zot.Metadata.Users;

namespace Zot.Metadata.Bolt.Import;

/// <summary>
/// Takes over what zot has left in a data directory besides content: when manifests were pushed and pulled, API keys, stars
/// and bookmarks. Once, and zot's file stays as it is.
/// </summary>
/// <param name="directory">The data directory.</param>
/// <param name="logger">Who is told what was taken over, or why it was not.</param>
public sealed partial class ZotImport(string directory, ILogger<ZotImport> logger)
{
    /// <summary>The name of zot's file in the data directory.</summary>
    public const string FileName = "meta.db";

    private readonly string _path = Path.Combine(directory, FileName);

    /// <summary>Whether zot has left anything in a data directory.</summary>
    public static bool IsThere(string directory) => File.Exists(Path.Combine(directory, FileName));

    /// <summary>Takes over what was not yet. What cannot be is told of, and tried again the next time.</summary>
    /// <param name="index">Takes the statistics.</param>
    /// <param name="users">Opens the file that takes the rest.</param>
    public void Run(SqliteMetadataIndex index, Func<UserDatabase> users)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(users);
        if (!File.Exists(_path))
        {
            return;
        }

        try
        {
            ImportUsers(users());
        }
        catch (Exception cause) when (IsExpected(cause))
        {
            LogUsersNotImported(cause, _path);
        }

        try
        {
            ImportStatistics(index);
        }
        catch (Exception cause) when (IsExpected(cause))
        {
            LogStatisticsNotImported(cause, _path);
        }
    }

    /// <summary>Takes over what is not of users alone.</summary>
    /// <exception cref="IOException">The one cannot be read, or the other cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="InvalidDataException">What zot has left is damaged.</exception>
    public void ImportStatistics(SqliteMetadataIndex index)
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
            or InvalidOperationException; // the users' file is of a later version

    [LoggerMessage(4050, LogLevel.Information, "what zot knew of manifests is imported: {Path} {Manifests} {Tags}")]
    private partial void LogStatisticsImported(string path, int manifests, int tags);

    [LoggerMessage(4051, LogLevel.Information, "what zot knew of users is imported: {Path} {ApiKeys} {Marks}")]
    private partial void LogUsersImported(string path, int apiKeys, int marks);

    [LoggerMessage(4052, LogLevel.Error, "when manifests were pushed and pulled under zot is not imported and not known, it is tried again at the next start: {Path}")]
    private partial void LogStatisticsNotImported(Exception cause, string path);

    [LoggerMessage(4053, LogLevel.Error, "API keys, stars and bookmarks of zot are not imported and not good, it is tried again at the next start: {Path}")]
    private partial void LogUsersNotImported(Exception cause, string path);

    [LoggerMessage(4054, LogLevel.Warning, "API keys, stars and bookmarks of zot are not imported: the users' file was damaged once, and a key that was removed must not come back: {Path}")]
    private partial void LogUsersTooLate(string path);
}

using Zot.Metadata.Users;

namespace Zot.Migration.Zot;

/// <summary>Imports the users of zot into the users' file, once and atomically.</summary>
/// <param name="directory">The data directory.</param>
internal sealed class UserImport(string directory)
{
    /// <summary>
    /// Indicates whether the users' file was damaged and moved aside before. Nothing is imported then: keys that were
    /// removed after the first import would become valid again.
    /// </summary>
    internal bool IsTooLate { get; } = Directory.EnumerateFiles(directory, $"{UserDatabase.Path}.damaged-*").Any();

    /// <summary>Indicates whether the import has already been done.</summary>
    /// <exception cref="IOException">The users' file cannot be read.</exception>
    internal static bool IsDone(UserDatabase users) => users.Read(static statements =>
        statements.Query(
            "SELECT 1 FROM imports WHERE source = $source",
            static row => row.GetInt32(0),
            ("$source", ZotImport.FileName)).Count > 0);

    /// <summary>Runs the import. Existing entries are kept.</summary>
    /// <returns>The number of API keys, and of stars and bookmarks.</returns>
    /// <exception cref="IOException">The users' file cannot be written.</exception>
    /// <exception cref="InvalidDataException">The file of zot is damaged.</exception>
    internal (int ApiKeys, int Marks) Run(ZotMetadata zot, UserDatabase users) => users.Write(statements =>
    {
        statements.Execute("INSERT INTO imports(source) VALUES($source)", ("$source", ZotImport.FileName));
        var (keys, marks) = (0, 0);
        foreach (var (hash, key) in IsTooLate ? [] : zot.ApiKeys())
        {
            SqliteApiKeyStore.Insert(statements, hash, key);
            keys++;
        }

        foreach (var mark in IsTooLate ? [] : zot.Marks())
        {
            SqliteUserPreferences.Insert(statements, mark);
            marks++;
        }

        return (keys, marks);
    });
}

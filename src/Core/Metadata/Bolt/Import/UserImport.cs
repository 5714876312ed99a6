using Zot.Metadata.Users;

namespace Zot.Metadata.Bolt.Import;

/// <summary>Takes over what zot knows of users into the users' file, once; all of it, or nothing.</summary>
/// <param name="directory">The data directory.</param>
internal sealed class UserImport(string directory)
{
    /// <summary>
    /// Whether the users' file was lost once. What was imported into it is not imported again: keys that were removed since
    /// would be good again.
    /// </summary>
    internal bool IsTooLate { get; } = Directory.EnumerateFiles(directory, $"{UserDatabase.Path}.damaged-*").Any();

    /// <summary>Whether it was done before.</summary>
    /// <exception cref="IOException">The users' file cannot be read.</exception>
    internal static bool IsDone(UserDatabase users) => users.Read(static statements =>
        statements.Query("SELECT 1 FROM imports WHERE source = $source", static row => row.GetInt32(0), ("$source", ZotImport.FileName)).Count > 0);

    /// <summary>Takes it over. What is known here already stays.</summary>
    /// <returns>How many API keys, stars and bookmarks there were.</returns>
    /// <exception cref="IOException">The users' file cannot be written.</exception>
    /// <exception cref="InvalidDataException">What zot has left is damaged.</exception>
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

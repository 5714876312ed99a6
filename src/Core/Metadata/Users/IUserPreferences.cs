using Zot.Registry;

namespace Zot.Metadata.Users;

/// <summary>The repositories that users have marked. What is gone from the registry stays marked.</summary>
public interface IUserPreferences
{
    /// <summary>Marks a repository, or takes the mark back. Nobody who does the same gets in between.</summary>
    /// <returns>Whether it is marked now, whatever happens to the machine.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    bool Toggle(UserMark mark);

    /// <summary>Adds those marks that are not there: all of them, or none.</summary>
    /// <returns>How many were added.</returns>
    /// <exception cref="IOException">They cannot be written.</exception>
    int Add(IEnumerable<UserMark> marks);

    /// <summary>What a user has marked, by name.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    IReadOnlyList<RepositoryName> MarkedBy(string user, MarkKind kind);

    /// <summary>How many users have given a repository a star.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    int StarsOf(RepositoryName repository);
}

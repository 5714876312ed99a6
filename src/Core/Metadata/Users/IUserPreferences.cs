using Zot.Registry;

namespace Zot.Metadata.Users;

/// <summary>The repositories that users have marked. Marks outlive their repositories.</summary>
public interface IUserPreferences
{
    /// <summary>Sets or removes a mark, atomically.</summary>
    /// <returns>True if the repository is marked now; the change is durable.</returns>
    /// <exception cref="IOException">The change cannot be written.</exception>
    bool Toggle(UserMark mark);

    /// <summary>Adds missing marks, atomically.</summary>
    /// <returns>The number of marks added.</returns>
    /// <exception cref="IOException">The marks cannot be written.</exception>
    int Add(IEnumerable<UserMark> marks);

    /// <summary>Returns the repositories that a user has marked, by name.</summary>
    /// <exception cref="IOException">The marks cannot be read.</exception>
    IReadOnlyList<RepositoryName> MarkedBy(string user, MarkKind kind);

    /// <summary>Returns the number of users who have starred a repository.</summary>
    /// <exception cref="IOException">The marks cannot be read.</exception>
    int StarsOf(RepositoryName repository);
}

using Zot.Registry;

namespace Zot.Metadata.Users;

/// <summary>The repositories that users have marked. Marks outlive their repositories.</summary>
public interface IUserPreferences
{
    /// <summary>Sets or removes a mark, atomically.</summary>
    /// <returns>True if the repository is marked now; the change is durable.</returns>
    /// <exception cref="IOException">The change cannot be written.</exception>
    ValueTask<bool> ToggleAsync(UserMark mark, CancellationToken cancellationToken);

    /// <summary>Adds missing marks, atomically.</summary>
    /// <returns>The number of marks added.</returns>
    /// <exception cref="IOException">The marks cannot be written.</exception>
    ValueTask<int> AddAsync(IEnumerable<UserMark> marks, CancellationToken cancellationToken);

    /// <summary>Returns the repositories that a user has marked, by name.</summary>
    /// <exception cref="IOException">The marks cannot be read.</exception>
    ValueTask<IReadOnlyList<RepositoryName>> ListMarkedAsync(
        string user, MarkKind kind, CancellationToken cancellationToken);

    /// <summary>Returns the number of users who have starred a repository.</summary>
    /// <exception cref="IOException">The marks cannot be read.</exception>
    ValueTask<int> CountStarsAsync(RepositoryName repository, CancellationToken cancellationToken);
}

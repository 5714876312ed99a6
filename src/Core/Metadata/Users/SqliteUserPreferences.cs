using Zot.Registry;

namespace Zot.Metadata.Users;

/// <summary>
/// Stars and bookmarks in the users' file. Each star is a row, so that the count is always consistent.
/// </summary>
/// <param name="users">The file, which is not closed here.</param>
public sealed class SqliteUserPreferences(UserDatabase users) : IUserPreferences
{
    private const string Insertion =
        "INSERT INTO marks(kind, user, repository) VALUES($kind, $user, $repository) ON CONFLICT DO NOTHING";

    /// <inheritdoc/>
    public ValueTask<bool> ToggleAsync(UserMark mark, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mark);
        return ValueTask.FromResult(users.Write(statements =>
            statements.Execute(
                "DELETE FROM marks WHERE kind = $kind AND user = $user AND repository = $repository", Values(mark)) == 0
            && statements.Execute(Insertion, Values(mark)) > 0));
    }

    /// <inheritdoc/>
    public ValueTask<int> AddAsync(IEnumerable<UserMark> marks, CancellationToken cancellationToken) =>
        ValueTask.FromResult(users.Write(statements => marks.Sum(mark => Insert(statements, mark))));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RepositoryName>> ListMarkedAsync(
        string user, MarkKind kind, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<RepositoryName>>(users.Read(statements => statements.Query(
            "SELECT repository FROM marks WHERE kind = $kind AND user = $user ORDER BY repository",
            static row => RepositoryName.Parse(row.GetString(0)),
            ("$kind", (int)kind),
            ("$user", user))));

    /// <inheritdoc/>
    public ValueTask<int> CountStarsAsync(RepositoryName repository, CancellationToken cancellationToken) =>
        ValueTask.FromResult(users.Read(statements => statements.Query(
            "SELECT count(*) FROM marks WHERE kind = $kind AND repository = $repository",
            static row => row.GetInt32(0),
            ("$kind", (int)MarkKind.Star),
            ("$repository", repository.ToString())))[0]);

    /// <summary>Adds a mark if it is missing.</summary>
    internal static int Insert(UserStatements statements, UserMark mark) => statements.Execute(Insertion, Values(mark));

    private static (string Name, object? Value)[] Values(UserMark mark) =>
        [("$kind", (int)mark.Kind), ("$user", mark.User), ("$repository", mark.Repository.ToString())];
}

using Zot.Registry;

namespace Zot.Metadata.Users;

/// <summary>A mark of a repository by a user.</summary>
/// <param name="Kind">The kind of the mark.</param>
/// <param name="User">The name of the user, independent of the authentication method.</param>
/// <param name="Repository">The marked repository.</param>
public sealed record UserMark(MarkKind Kind, string User, RepositoryName Repository);

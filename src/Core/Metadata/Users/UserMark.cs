using Zot.Registry;

namespace Zot.Metadata.Users;

/// <summary>A user has marked a repository.</summary>
/// <param name="Kind">As what.</param>
/// <param name="User">Who. A user of that name is the same one, however they have said who they are.</param>
/// <param name="Repository">What.</param>
public sealed record UserMark(MarkKind Kind, string User, RepositoryName Repository);

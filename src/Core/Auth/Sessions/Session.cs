namespace Zot.Auth.Sessions;

/// <summary>A login that lasts for a while, as it is kept.</summary>
/// <param name="User">Who has logged in.</param>
/// <param name="Groups">The groups the user was in, by those who know the password.</param>
/// <param name="Started">When.</param>
internal sealed record Session(string User, IReadOnlyList<string> Groups, DateTimeOffset Started);

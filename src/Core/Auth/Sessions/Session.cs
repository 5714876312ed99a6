namespace Zot.Auth.Sessions;

/// <summary>A session as stored.</summary>
/// <param name="User">The name of the user.</param>
/// <param name="Groups">The groups that the user's authenticator returned at login.</param>
/// <param name="Expires">The time at which the session expires.</param>
internal sealed record Session(string User, IReadOnlyList<string> Groups, DateTimeOffset Expires);

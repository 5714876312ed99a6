using Zot.Auth;

namespace Zot.Hosting;

/// <summary>The authenticators and user directories that extensions add.</summary>
/// <param name="Passwords">The password authenticators, which follow those of the core.</param>
/// <param name="Authenticators">The other authenticators, with their place in the order.</param>
/// <param name="Users">The user directories.</param>
public sealed record AddedAuthentication(
    IReadOnlyList<IPasswordAuthenticator> Passwords,
    IReadOnlyList<KeyValuePair<AuthenticationStep, IAuthenticator>> Authenticators,
    IReadOnlyList<IUserDirectory> Users)
{
    /// <summary>No authenticators.</summary>
    public static AddedAuthentication None { get; } = new([], [], []);
}

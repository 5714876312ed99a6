namespace Zot.Auth;

/// <summary>
/// The users of an authenticator without a directory, such as client certificates: each name may be a user.
/// </summary>
public sealed class UnlistedUsers : IUserDirectory
{
    private UnlistedUsers()
    {
    }

    /// <summary>The only instance.</summary>
    public static UnlistedUsers Instance { get; } = new();

    /// <inheritdoc/>
    public ValueTask<bool> KnowsAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult(true);
}

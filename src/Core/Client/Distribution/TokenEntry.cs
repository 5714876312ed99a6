namespace Zot.Client.Distribution;

/// <summary>A token in the cache, or the request for one.</summary>
internal sealed class TokenEntry
{
    private volatile BearerToken? _current;

    /// <summary>Starts the request.</summary>
    /// <param name="challenge">The challenge.</param>
    /// <param name="request">Requests the token.</param>
    public TokenEntry(AuthenticationChallenge challenge, Func<Task<BearerToken>> request)
    {
        Challenge = challenge;
        Token = Task.Run(async () => _current = await request());
    }

    /// <summary>The challenge that the token was requested for.</summary>
    public AuthenticationChallenge Challenge { get; }

    /// <summary>The request.</summary>
    public Task<BearerToken> Token { get; }

    /// <summary>The token; <see langword="null"/> if the request has not been completed, or has failed.</summary>
    public BearerToken? Current => _current;
}

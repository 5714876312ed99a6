namespace Zot.Client.Distribution;

/// <summary>A token in the cache, or the request for one.</summary>
/// <param name="Challenge">The challenge that the token was requested for.</param>
/// <param name="Token">The request.</param>
internal sealed record TokenEntry(AuthenticationChallenge Challenge, Task<BearerToken> Token)
{
    private BearerToken? _current;

    /// <summary>The token; <see langword="null"/> if the request has not been completed, or has failed.</summary>
    public BearerToken? Current => Token.IsCompletedSuccessfully ? _current ??= Token.GetAwaiter().GetResult() : null;
}

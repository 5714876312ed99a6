namespace Zot.Auth.ApiKeys;

/// <summary>An API key, which a user can send instead of a password. The secret itself is not stored.</summary>
/// <param name="Id">The ID, a UUID.</param>
/// <param name="User">The name of the owner.</param>
/// <param name="Created">The time of creation.</param>
public sealed record ApiKey(string Id, string User, DateTimeOffset Created)
{
    /// <summary>The label that the user has chosen.</summary>
    public string Label { get; init; } = "";

    /// <summary>The scopes that the user has given. Not enforced, as in zot.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The header <c>User-Agent</c> of the request that created the key.</summary>
    public string CreatorUserAgent { get; init; } = "";

    /// <summary>The time from which the key is expired; <see langword="null"/> for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The time of the last use, with a precision of one minute; <see langword="null"/> for never.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>Returns whether the key is expired.</summary>
    public bool IsExpired(DateTimeOffset now) => Expires <= now;
}

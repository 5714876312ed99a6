namespace Zot.Auth.ApiKeys;

/// <summary>A key that a user may give instead of a password; the key itself is known to its user alone.</summary>
/// <param name="Id">Its name: a UUID.</param>
/// <param name="User">Whose it is.</param>
/// <param name="Created">When it was made.</param>
public sealed record ApiKey(string Id, string User, DateTimeOffset Created)
{
    /// <summary>What the user calls it.</summary>
    public string Label { get; init; } = "";

    /// <summary>What the user means it for; nothing is made of it, as in zot.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The program it was made by: the header <c>User-Agent</c>.</summary>
    public string CreatorUserAgent { get; init; } = "";

    /// <summary>From when on it is good no more; <see langword="null"/> for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>When it was used last, to the minute; <see langword="null"/> for never.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>Whether it is good no more.</summary>
    public bool IsExpired(DateTimeOffset now) => Expires <= now;
}

namespace Zot.Auth;

/// <summary>What an authenticator makes of a request.</summary>
public readonly record struct AuthenticationResult
{
    /// <summary>There are no credentials of this kind: the next is asked.</summary>
    public static AuthenticationResult Absent => default;

    /// <summary>There are, and they are not good.</summary>
    public static AuthenticationResult Refused => new() { IsRefused = true };

    /// <summary>It comes from a browser that has no session, or one that has ended: somebody unknown, and nobody else is asked.</summary>
    public static AuthenticationResult WithoutSession => new() { IsWithoutSession = true };

    /// <summary>Who it is; <see langword="null"/> when nobody could be found out.</summary>
    public Identity? Caller { get; private init; }

    /// <summary>Whether the credentials are not good.</summary>
    public bool IsRefused { get; private init; }

    /// <summary>Whether a session was looked for, and not found.</summary>
    public bool IsWithoutSession { get; private init; }

    /// <summary>Whether a browser that has sent this may be known by a session from now on.</summary>
    public bool StartsSession { get; private init; }

    /// <summary>There are, and they are good.</summary>
    public static AuthenticationResult Of(Identity caller, bool startsSession = false) => new() { Caller = caller, StartsSession = startsSession };
}

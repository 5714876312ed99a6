namespace Zot.Auth;

/// <summary>What an authenticator makes of a request.</summary>
public readonly record struct AuthenticationResult
{
    private AuthenticationResult(Identity? caller, bool isRefused) => (Caller, IsRefused) = (caller, isRefused);

    /// <summary>There are no credentials of this kind: the next is asked.</summary>
    public static AuthenticationResult Absent => default;

    /// <summary>There are, and they are not good.</summary>
    public static AuthenticationResult Refused => new(caller: null, isRefused: true);

    /// <summary>Who it is; <see langword="null"/> when nobody could be found out.</summary>
    public Identity? Caller { get; }

    /// <summary>Whether the credentials are not good.</summary>
    public bool IsRefused { get; }

    /// <summary>There are, and they are good.</summary>
    public static AuthenticationResult Of(Identity caller) => new(caller, isRefused: false);
}

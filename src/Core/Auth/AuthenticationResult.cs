namespace Zot.Auth;

/// <summary>The result of an authenticator for a request.</summary>
public readonly record struct AuthenticationResult
{
    /// <summary>The request has no credentials of this kind; the next authenticator is tried.</summary>
    public static AuthenticationResult Absent => default;

    /// <summary>The credentials are invalid.</summary>
    public static AuthenticationResult Rejected => new() { IsRejected = true };

    /// <summary>
    /// The request comes from a browser without a valid session: the caller is anonymous. No other authenticator is
    /// tried in this case.
    /// </summary>
    public static AuthenticationResult WithoutSession => new() { IsWithoutSession = true };

    /// <summary>The authenticated caller; <see langword="null"/> without one.</summary>
    public Identity? Caller { get; private init; }

    /// <summary>
    /// The policy for this request if the credentials bring their own rights, such as a token with scopes;
    /// <see langword="null"/> for the policy of the configuration.
    /// </summary>
    public IAccessPolicy? Policy { get; private init; }

    /// <summary>Indicates whether the credentials are invalid.</summary>
    public bool IsRejected { get; private init; }

    /// <summary>Indicates whether a session was required and not found.</summary>
    public bool IsWithoutSession { get; private init; }

    /// <summary>Indicates whether a browser that sent the request may start a session.</summary>
    public bool StartsSession { get; private init; }

    /// <summary>Creates the result for valid credentials.</summary>
    public static AuthenticationResult Of(Identity caller, bool startsSession = false) =>
        new() { Caller = caller, StartsSession = startsSession };

    /// <summary>Creates the result for valid credentials that bring their own rights.</summary>
    public static AuthenticationResult Of(Identity caller, IAccessPolicy policy) =>
        new() { Caller = caller, Policy = policy };
}

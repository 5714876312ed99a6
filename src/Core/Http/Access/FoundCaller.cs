using Zot.Auth;

namespace Zot.Http.Access;

/// <summary>The caller of a request.</summary>
/// <param name="Caller">The user or the anonymous user; <see langword="null"/> if the request is rejected.</param>
/// <param name="Policy">The policy in force.</param>
internal readonly record struct FoundCaller(Identity? Caller, IAccessPolicy Policy)
{
    /// <summary>Indicates whether a rejection is delayed, to slow down guessing.</summary>
    public bool IsDelayed { get; init; }

    /// <summary>Indicates whether a browser has no valid session.</summary>
    public bool IsWithoutSession { get; init; }

    /// <summary>Indicates whether a browser session starts.</summary>
    public bool StartsSession { get; init; }
}

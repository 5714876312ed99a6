using Zot.Cel.Values;
using Zot.Registry;

namespace Zot.Auth.AccessControl;

/// <summary>A request to authorize: the caller, the action, and all facts that conditions can use.</summary>
/// <param name="Caller">
/// The caller with all groups, including those of the configuration (<see cref="AccessRules.GroupsOf"/>).
/// </param>
/// <param name="Action">The requested action.</param>
/// <param name="Repository">The repository.</param>
/// <param name="Time">The time of the request.</param>
public sealed record AccessRequest(Identity Caller, AccessAction Action, RepositoryName Repository, DateTimeOffset Time)
{
    /// <summary>The tag or digest in the path; empty without one.</summary>
    public string Reference { get; init; } = "";

    /// <summary>The HTTP method.</summary>
    public string Method { get; init; } = "";

    /// <summary>The header <c>User-Agent</c>.</summary>
    public string UserAgent { get; init; } = "";

    /// <summary>The address of the peer, without a port.</summary>
    public string ClientIp { get; init; } = "";

    /// <summary>The addresses of <c>X-Forwarded-For</c>, in order. Any client can forge them.</summary>
    public IReadOnlyList<string> ForwardedFor { get; init; } = [];

    /// <summary>The version of TLS, <c>1.2</c> or <c>1.3</c>; empty without TLS.</summary>
    public string TlsVersion { get; init; } = "";

    /// <summary>The claims of the caller's OpenID Connect token; empty for other kinds of authentication.</summary>
    public CelMap Claims { get; init; } = CelMap.Empty;
}

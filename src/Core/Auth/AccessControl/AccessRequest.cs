using Zot.Auth.Cel;
using Zot.Registry;

namespace Zot.Auth.AccessControl;

/// <summary>What is decided about: who wants to do what, and all that conditions may ask for.</summary>
/// <param name="Caller">
/// Who is calling, with all groups: those of the configuration, too (<see cref="AccessRules.GroupsOf"/>).
/// </param>
/// <param name="Action">What they want to do.</param>
/// <param name="Repository">Where.</param>
/// <param name="Time">When.</param>
public sealed record AccessRequest(Identity Caller, AccessAction Action, RepositoryName Repository, DateTimeOffset Time)
{
    /// <summary>The tag or digest in the path; empty when there is none.</summary>
    public string Reference { get; init; } = "";

    /// <summary>The HTTP method.</summary>
    public string Method { get; init; } = "";

    /// <summary>The header <c>User-Agent</c>.</summary>
    public string UserAgent { get; init; } = "";

    /// <summary>The address of the peer, without a port.</summary>
    public string ClientIp { get; init; } = "";

    /// <summary>The addresses of <c>X-Forwarded-For</c>, in order. Anybody can write them.</summary>
    public IReadOnlyList<string> ForwardedFor { get; init; } = [];

    /// <summary>The version of TLS, <c>1.2</c> or <c>1.3</c>; empty without TLS.</summary>
    public string TlsVersion { get; init; } = "";

    /// <summary>What an OpenID Connect token says of the caller; empty when they came otherwise.</summary>
    public CelMap Claims { get; init; } = CelMap.Empty;
}

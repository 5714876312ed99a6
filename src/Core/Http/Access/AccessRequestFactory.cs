using System.Security.Authentication;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Http.Logs;
using Zot.Registry;

namespace Zot.Http.Access;

/// <summary>Creates access requests from HTTP requests.</summary>
internal static class AccessRequestFactory
{
    private const string ForwardedFor = "X-Forwarded-For";

    /// <summary>Creates the access request for an action of a caller on a repository.</summary>
    public static AccessRequest Of(
        HttpContext context, Identity caller, AccessAction action, RepositoryName repository, DateTimeOffset time) =>
        new(caller, action, repository, time)
        {
            Method = context.Request.Method,
            UserAgent = context.Request.Headers.UserAgent.ToString(),
            ClientIp = ClientAddress.Of(context)?.ToString() ?? "",
            ForwardedFor = Split(context.Request.Headers[ForwardedFor].ToString()),
            TlsVersion = context.Features.Get<ITlsHandshakeFeature>()?.Protocol switch
            {
                SslProtocols.Tls12 => "1.2",
                SslProtocols.Tls13 => "1.3",
                _ => "",
            },
        };

    /// <summary>Returns the error that reports a denial: an anonymous caller is asked to authenticate.</summary>
    public static RegistryException Denial(AccessRequest question, AccessDecision decision) =>
        question.Caller.IsAnonymous
            ? RegistryError.Unauthorized.With("name", question.Repository)
            : RegistryError.Denied.With("name", question.Repository, decision.Reason);

    private static string[] Split(string list) =>
        list.Length == 0 ? [] : list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

using System.Security.Authentication;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Http.Logs;
using Zot.Http.Requests;
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
    public static RegistryException Denial(AccessRequest question, AccessDecision decision) => question.Caller.IsAnonymous
        ? RegistryError.Unauthorized.With("name", question.Repository)
        : RegistryError.Denied.With("name", question.Repository, decision.Reason);

    /// <summary>Returns the tag or digest in the path; an empty string if there is none.</summary>
    public static string ReferenceOf(RegistryRequest.InRepository request) => request switch
    {
        RegistryRequest.GetManifest get => get.Reference.ToString(),
        RegistryRequest.HeadManifest head => head.Reference.ToString(),
        RegistryRequest.PutManifest put => put.Reference.ToString(),
        RegistryRequest.DeleteManifest delete => delete.Reference.ToString(),
        RegistryRequest.GetBlob get => get.Digest.ToString(),
        RegistryRequest.HeadBlob head => head.Digest.ToString(),
        RegistryRequest.DeleteBlob delete => delete.Digest.ToString(),
        RegistryRequest.ListReferrers list => list.Subject.ToString(),
        _ => "",
    };

    private static string[] Split(string list) =>
        list.Length == 0 ? [] : list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

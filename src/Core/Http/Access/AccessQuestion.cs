using System.Security.Authentication;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Zot.Auth;
using Zot.Auth.AccessControl;

namespace Zot.Http;

/// <summary>Puts a request into the words of the access control.</summary>
internal static class AccessQuestion
{
    private const string ForwardedFor = "X-Forwarded-For";

    public static AccessRequest Of(RegistryRequest.InRepository request, Identity caller, HttpContext context, TimeProvider time)
    {
        var peer = context.Connection.RemoteIpAddress;
        return new AccessRequest(caller, request.Action, request.Repository, time.GetUtcNow())
        {
            Reference = ReferenceOf(request),
            Method = context.Request.Method,
            UserAgent = context.Request.Headers.UserAgent.ToString(),
            ClientIp = peer is null ? "" : ClientAddress.Plain(peer).ToString(),
            ForwardedFor = Split(context.Request.Headers[ForwardedFor].ToString()),
            TlsVersion = context.Features.Get<ITlsHandshakeFeature>()?.Protocol switch
            {
                SslProtocols.Tls12 => "1.2",
                SslProtocols.Tls13 => "1.3",
                _ => "",
            },
        };
    }

    // The tag or digest in the path.
    private static string ReferenceOf(RegistryRequest.InRepository request) => request switch
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

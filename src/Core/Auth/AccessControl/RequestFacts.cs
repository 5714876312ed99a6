using Zot.Cel.Values;

namespace Zot.Auth.AccessControl;

/// <summary>Maps a request to the variable <c>req</c> of conditions.</summary>
internal static class RequestFacts
{
    public static readonly IReadOnlyList<string> Variables = ["req"];

    public static CelValue Of(AccessRequest request, bool isAdmin)
    {
        var isDigest = request.Reference.Contains(':');
        return Map(
            ("time", CelValue.Of(request.Time)),
            ("method", CelValue.Of(request.Method)),
            ("userAgent", CelValue.Of(request.UserAgent)),
            ("action", CelValue.Of(NameOf(request.Action))),
            ("repository", CelValue.Of(request.Repository.ToString())),
            ("reference", CelValue.Of(request.Reference)),
            ("referenceType", CelValue.Of(request.Reference.Length == 0 ? "" : isDigest ? "digest" : "tag")),
            ("tag", CelValue.Of(isDigest ? "" : request.Reference)),
            ("digest", CelValue.Of(isDigest ? request.Reference : "")),
            ("user", Map(
                ("username", CelValue.Of(request.Caller.Name)),
                ("groups", CelValue.Of(request.Caller.Groups)))),
            ("auth", Map(
                ("anonymous", CelValue.Of(request.Caller.IsAnonymous)),
                ("admin", CelValue.Of(isAdmin)))),
            ("client", Map(
                ("ip", CelValue.Of(request.ClientIp)),
                ("forwardedFor", CelValue.Of(request.ForwardedFor)))),
            ("tls", Map(
                ("enabled", CelValue.Of(request.TlsVersion.Length > 0)),
                ("version", CelValue.Of(request.TlsVersion)))),
            ("claims", CelValue.Of(request.Claims)));
    }

    private static string NameOf(AccessAction action) => action switch
    {
        AccessAction.Read => "read",
        AccessAction.Create => "create",
        AccessAction.Update => "update",
        AccessAction.Delete => "delete",
        AccessAction.Audit => "audit",
        _ => "detectManifestCollision",
    };

    private static CelValue Map(params (string Name, CelValue Value)[] fields) =>
        CelValue.Of(new CelMap(fields.Select(static field => KeyValuePair.Create(field.Name, field.Value))));
}

using Microsoft.AspNetCore.Http;
using Zot.Configuration.Http;

namespace Zot.Http.Answers;

/// <summary>Sets the CORS headers of responses.</summary>
internal static class Cors
{
    private const string AllowedHeaders = "Authorization,content-type,X-ZOT-API-CLIENT";

    /// <summary>Sets the CORS headers by a rule; most responses have none.</summary>
    public static void Apply(HttpContext context, CorsRule? rule, HttpOptions options, bool hasAuthentication)
    {
        if (rule is null)
        {
            return;
        }

        var headers = context.Response.Headers;
        var origin = string.IsNullOrEmpty(options.AllowOrigin) ? "*" : options.AllowOrigin;
        headers.AccessControlAllowOrigin = origin;
        if (rule.Methods is not null)
        {
            headers.AccessControlAllowMethods = rule.Methods;
            headers.AccessControlAllowHeaders = AllowedHeaders;
        }

        if (rule.HasCredentials && hasAuthentication && origin != "*")
        {
            headers.AccessControlAllowCredentials = "true";
        }
    }
}

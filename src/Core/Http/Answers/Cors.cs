using Microsoft.AspNetCore.Http;
using Zot.Configuration.Http;
using Zot.Http.Requests;

namespace Zot.Http.Answers;

/// <summary>Sets the CORS headers of responses.</summary>
internal static class Cors
{
    private const string AllowedHeaders = "Authorization,content-type,X-ZOT-API-CLIENT";

    /// <summary>Sets the CORS headers for a request; most requests have none.</summary>
    public static void Apply(HttpContext context, RegistryRequest request, HttpOptions options, bool hasAuthentication)
    {
        switch (request)
        {
            case RegistryRequest.Preflight preflight:
                Allow(context, options, preflight.Methods, hasAuthentication);
                break;
            case RegistryRequest.HeadManifest:
                Allow(context, options, "HEAD,GET,DELETE,OPTIONS", hasAuthentication);
                break;
            case RegistryRequest.GetManifest:
                Allow(context, options, methods: null, hasAuthentication);
                break;
            case RegistryRequest.DeleteManifest:
                Allow(context, options, methods: null, hasAuthentication: false);
                break;
            case RegistryRequest.Ping or RegistryRequest.Catalog or RegistryRequest.Discover
                or RegistryRequest.ListTags or RegistryRequest.ListReferrers:
                Allow(context, options, "GET,OPTIONS", hasAuthentication);
                break;
        }
    }

    internal static void Allow(HttpContext context, HttpOptions options, string? methods, bool hasAuthentication)
    {
        var headers = context.Response.Headers;
        var origin = string.IsNullOrEmpty(options.AllowOrigin) ? "*" : options.AllowOrigin;
        headers.AccessControlAllowOrigin = origin;
        if (methods is not null)
        {
            headers.AccessControlAllowMethods = methods;
            headers.AccessControlAllowHeaders = AllowedHeaders;
        }

        if (hasAuthentication && origin != "*")
        {
            headers.AccessControlAllowCredentials = "true";
        }
    }
}

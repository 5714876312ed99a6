#if EXT_MGMT
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Zot.Configuration;
using Zot.Configuration.Http;
using Zot.Hosting.Routes;
using Zot.Hosting.Status;

namespace Zot.Extensions.Mgmt;

/// <summary>Public build information and authentication methods; contains no secrets and no paths.</summary>
internal sealed class MgmtEndpoint(IOptionsMonitor<ZotOptions> options, BuildInfo build)
{
    public Task GetAsync(HttpContext context) => JsonAnswer.WriteAsync(context, json =>
    {
        json.WriteStartObject();
        json.WriteString("distSpecVersion"u8, ZotOptions.SupportedDistSpecVersion);
        json.WriteString("commit"u8, build.Commit);
        json.WriteString("releaseTag"u8, build.ReleaseTag);
        json.WriteString("binaryType"u8, build.BinaryType);
        json.WriteStartObject("http"u8);
        json.WriteStartObject("auth"u8);
        WriteAuth(json, options.CurrentValue.Http.Auth);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static void WriteAuth(Utf8JsonWriter json, AuthOptions auth)
    {
        // To clients, LDAP is the same as htpasswd: a user name and a password.
        if (auth.Htpasswd is { Path.Length: > 0 } || auth.Ldap is not null)
        {
            json.WriteStartObject("htpasswd"u8);
            json.WriteEndObject();
        }

        if (auth.Bearer is { HasTokens: true } bearer)
        {
            json.WriteStartObject("bearer"u8);
            json.WriteString("realm"u8, bearer.Realm);
            json.WriteString("service"u8, bearer.Service);
            json.WriteEndObject();
        }

        if (auth.OpenId is { Providers.Count: > 0 } openId)
        {
            json.WriteStartObject("openid"u8);
            json.WriteStartObject("providers"u8);
            foreach (var (key, provider) in openId.Providers.OrderBy(
                static provider => provider.Key, StringComparer.Ordinal))
            {
                json.WriteStartObject(key);
                if (provider.Name is { Length: > 0 } name)
                {
                    json.WriteString("name"u8, name);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        if (auth.ApiKey)
        {
            json.WriteBoolean("apikey"u8, true);
        }
    }
}
#endif

#if EXT_MGMT
using System.Text;
using Microsoft.AspNetCore.Http;
using Xunit;
using Zot.Configuration;
using Zot.Configuration.Extensions;
using Zot.Configuration.Http;
using Zot.Extensions.Mgmt;
using Zot.Extensions.Tests.Support;
using Zot.Hosting.Routes;

namespace Zot.Extensions.Tests.Mgmt;

public sealed class MgmtExtensionTests
{
    private static readonly ExtensionsOptions Searching = new() { Search = new SearchOptions() };

    private static readonly OpenIdOptions OpenId = new()
    {
        Providers = new Dictionary<string, OpenIdProviderOptions>
        {
            ["oidc"] = new() { Name = "Corp \"SSO\"", ClientId = "us", ClientSecret = "hidden" },
            ["google"] = new() { ClientId = "us", ClientSecret = "hidden" },
        },
    };

    private static readonly BearerOptions Bearer = new() { Realm = "https://tokens.example/auth", Service = "zot", Cert = "/hidden.pem" };

    public static TheoryData<AuthOptions, string> Authentications => new()
    {
        { new(), "{}" },
        { new() { Htpasswd = new() { Path = "/hidden/htpasswd" } }, """{"htpasswd":{}}""" },
        { new() { Htpasswd = new() { Path = "" } }, "{}" },
        { new() { Ldap = new LdapOptions() }, """{"htpasswd":{}}""" },
        { new() { Bearer = Bearer }, """{"bearer":{"realm":"https://tokens.example/auth","service":"zot"}}""" },
        { new() { Bearer = new BearerOptions { Realm = "incomplete" } }, "{}" },
        { new() { OpenId = new OpenIdOptions() }, "{}" },
        {
            new() { OpenId = OpenId, ApiKey = true },
            """{"openid":{"providers":{"google":{},"oidc":{"name":"Corp \"SSO\""}}},"apikey":true}"""
        },
        {
            new() { Htpasswd = new() { Path = "/hidden" }, Bearer = Bearer, ApiKey = true, Mtls = new MtlsOptions() },
            """{"htpasswd":{},"bearer":{"realm":"https://tokens.example/auth","service":"zot"},"apikey":true}"""
        },
    };

    [Theory]
    [MemberData(nameof(Authentications))]
    public async Task Response_contains_only_the_authentication_methods(AuthOptions auth, string expected)
    {
        using var extension = new ConfiguredExtension(new MgmtExtension(), Searching, new HttpOptions { Auth = auth });

        var (_, body) = await GetAsync(extension);

        Assert.Equal(
            """{"distSpecVersion":"1.1.1","commit":"v1.2.3-4-gabcdef0","releaseTag":"v1.2.3","binaryType":"-lint-mgmt","http":{"auth":"""
            + expected + "}}",
            body);
    }

    [Fact]
    public async Task Response_reflects_a_configuration_reload()
    {
        using var extension = new ConfiguredExtension(new MgmtExtension(), Searching);
        var auth = new AuthOptions { Htpasswd = new HtpasswdOptions { Path = "/htpasswd" } };

        extension.Current.Replace(new ZotOptions { Http = new HttpOptions { Auth = auth } });

        Assert.Contains("""{"auth":{"htpasswd":{}}}""", (await GetAsync(extension)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Response_is_JSON_with_a_content_length()
    {
        using var extension = new ConfiguredExtension(new MgmtExtension(), Searching);

        var (response, body) = await GetAsync(extension);

        Assert.Equal((200, "application/json", body.Length), (response.StatusCode, response.ContentType, response.ContentLength));
    }

    [Fact]
    public void Route_is_open_and_discoverable()
    {
        using var extension = new ConfiguredExtension(new MgmtExtension(), Searching);

        var route = Assert.Single(extension.Routes);

        Assert.Equal(("/v2/_zot/ext/mgmt", RouteAccess.PublicPath), (route.Path, route.Access));
        Assert.Equal(["GET"], route.Methods);
        Assert.Equal(DiscoveredEndpoint.Mgmt, route.Discovery);
        Assert.True(route.HasCors);
    }

    [Fact]
    public void Route_is_missing_without_search()
    {
        using var off = new ConfiguredExtension(new MgmtExtension(), new ExtensionsOptions());
        using var disabled = new ConfiguredExtension(
            new MgmtExtension(), new ExtensionsOptions { Search = new SearchOptions { Enable = false }, Mgmt = new ObsoleteOptions() });

        Assert.Empty(off.Routes);
        Assert.Empty(disabled.Routes);
    }

    private static async Task<(HttpResponse Response, string Body)> GetAsync(ConfiguredExtension extension)
    {
        var context = new DefaultHttpContext();
        var body = new MemoryStream();
        context.Response.Body = body;
        await Assert.Single(extension.Routes).Handler(context);
        return (context.Response, Encoding.UTF8.GetString(body.ToArray()));
    }
}
#endif

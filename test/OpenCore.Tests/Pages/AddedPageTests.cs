using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zot.Configuration;
using Zot.Configuration.Http;
using Zot.Hosting;
using Zot.Hosting.Routes;
using Zot.Hosting.Status;
using Zot.Testing;
using Zot.Testing.Serving;

namespace Zot.OpenCore.Tests.Pages;

/// <summary>A web page that an extension adds, public, while the registry remains protected.</summary>
public sealed class AddedPageTests : IAsyncLifetime
{
    private const string NotFound = "404 page not found\n";

    private const string NotARead = "the fallback /a is for methods other than GET and HEAD";

    private readonly PageExtension _extension = new();
    private ExtendedRegistry _registry = null!;

    public async ValueTask InitializeAsync()
    {
        _extension.Users.Passwords["carol"] = "wonderland";
        var http = new HttpOptions { Auth = new AuthOptions { ApiKey = true } };
        _registry = await ExtendedRegistry.StartAsync(http, _extension);
    }

    public async ValueTask DisposeAsync() => await _registry.DisposeAsync();

    [Theory]
    [InlineData("/", "root")]
    [InlineData("/?a=b", "root")]
    [InlineData("/login?redirect=%2Fsome%2Fpage", "login")]
    [InlineData("/login/below", "fallback")]
    [InlineData("/assets", "asset")]
    [InlineData("/assets/app.js", "asset")]
    [InlineData("/assets/app.js?v=1", "asset")]
    [InlineData("/assetsandmore", "fallback")]
    [InlineData("/some/page", "fallback")]
    [InlineData("/some/page?a=b", "fallback")]
    [InlineData("/livez/below", "fallback")]
    [InlineData("/livez", "ok")]
    public async Task Public_path_is_open_with_any_query(string path, string answer)
    {
        Assert.Equal((HttpStatusCode.OK, answer), await SendAsync("GET", path));
        Assert.Equal((HttpStatusCode.OK, ""), await SendAsync("HEAD", path));
    }

    [Theory]
    [InlineData("GET", "/v2")]
    [InlineData("GET", "/v2/unknown")]
    [InlineData("GET", "/v2/_zot/ext/unknown")]
    [InlineData("GET", "/assets/%2e%2e/v2/unknown")]
    [InlineData("POST", "/some/page")]
    [InlineData("OPTIONS", "/some/page")]
    public async Task Fallback_is_for_reads_outside_the_registry(string method, string path) =>
        Assert.Equal((HttpStatusCode.NotFound, NotFound), await SendAsync(method, path));

    [Theory]
    [InlineData("/v2/")]
    [InlineData("/v2/_catalog")]
    [InlineData("/assets/%2e%2e/v2/_catalog")]
    [InlineData("/v2/app/manifests/v1")]
    [InlineData("/zot/auth/apikey")]
    [InlineData("/v2/_zot/status")]
    public async Task Registry_remains_protected(string path) =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync("GET", path)).Status);

    [Fact]
    public async Task Other_methods_of_a_page_are_405() =>
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await SendAsync("POST", "/")).Status);

    [Theory]
    [InlineData("wonderland", HttpStatusCode.OK)]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    public async Task Wrong_credentials_are_rejected_on_public_paths(string password, HttpStatusCode status)
    {
        _registry.Client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Some.Bytes($"carol:{password}")));

        Assert.Equal(status, (await SendAsync("GET", "/assets/app.js")).Status);
    }

    [Theory]
    [InlineData(RouteMatch.Exact, RouteMatch.Prefix, "GET", "two extensions register the route /a")]
    [InlineData(RouteMatch.Fallback, RouteMatch.Fallback, "GET", "two extensions register the route /a")]
    [InlineData(RouteMatch.Fallback, RouteMatch.Exact, "POST", NotARead)]
    public void Invalid_routes_are_rejected_at_startup(RouteMatch one, RouteMatch other, string method, string error)
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var zot = new ZotBuilder(new ZotOptions(), new BuildInfo("", "", "", ""), new ServiceCollection());
        zot.AddRoute(_ => new ExtensionRoute("/a", [method], static _ => Task.CompletedTask) { Match = one });
        zot.AddRoute(_ => new ExtensionRoute("/a", [method], static _ => Task.CompletedTask) { Match = other });

        Assert.Equal(error, Assert.Throws<InvalidOperationException>(() => zot.BuildRoutes(services)).Message);
    }

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(string method, string path)
    {
        // The client must not normalize the path.
        var address = new Uri(_registry.Client.BaseAddress!.GetLeftPart(UriPartial.Authority) + path,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        using var response = await _registry.Client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}

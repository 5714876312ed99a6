using System.Net;
using Microsoft.AspNetCore.Http;
using Xunit;
using Zot.Auth;
using Zot.Configuration.Http;
using Zot.Core.Tests.Http.Support;
using Zot.Hosting.Routes;

namespace Zot.Core.Tests.Http;

public sealed class RoutesOfExtensionsTests
{
    private const string Path = "/v2/_zot/ext/hello";

    private static readonly IAccessPolicy Rules = SomePolicy.Of(new AccessControlOptions
    {
        AdminPolicy = new PolicyOptions { Users = ["admin"], Actions = ["read"] },
        Repositories = new Dictionary<string, RepositoryPolicyOptions>
        {
            ["**"] = new() { AnonymousPolicy = ["read"], DefaultPolicy = ["read"] },
        },
        Metrics = new MetricsAccessOptions { Users = ["reader"] },
    });

    private static readonly IPasswordAuthenticator[] Users =
        [new OneUser("alice", "x"), new OneUser("admin", "x"), new OneUser("reader", "x")];

    public static TheoryData<RouteAccess, int, int, int, int> Callers => new()
    {
        { RouteAccess.None, 401, 403, 403, 403 },
        { RouteAccess.Public, 200, 200, 200, 200 },
        { RouteAccess.PublicPath, 200, 200, 200, 200 },
        { RouteAccess.Admitted, 200, 200, 200, 200 },
        { RouteAccess.Authenticated, 401, 200, 200, 200 },
        { RouteAccess.Admins, 401, 403, 200, 403 },
        { RouteAccess.MetricsReaders, 401, 403, 403, 200 },
    };

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Route_admits_callers_by_access(RouteAccess access, int unknown, int user, int admin, int reader)
    {
        await using var server = await RegistryServer.StartAsync(
            policy: Rules, authenticators: Users, routes: [Route() with { Access = access }]);

        Assert.Equal(
            (unknown, user, admin, reader),
            (await StatusAsync(server), await StatusAsync(server, "alice"), await StatusAsync(server, "admin"), await StatusAsync(server, "reader")));
    }

    [Theory]
    [InlineData(RouteAccess.None, 401)]
    [InlineData(RouteAccess.PublicPath, 200)]
    [InlineData(RouteAccess.Authenticated, 200)]
    [InlineData(RouteAccess.Admins, 200)]
    [InlineData(RouteAccess.MetricsReaders, 200)]
    public async Task Route_without_authentication_is_open_unless_its_access_is_Nobody(RouteAccess access, int status)
    {
        await using var server = await RegistryServer.StartAsync(routes: [Route() with { Access = access }]);

        Assert.Equal(status, await StatusAsync(server));
    }

    [Theory]
    [InlineData(Path, HttpStatusCode.OK)]
    [InlineData(Path + "/below", HttpStatusCode.Unauthorized)]
    [InlineData(Path + "?a=b", HttpStatusCode.Unauthorized)]
    [InlineData(Path + "world", HttpStatusCode.NotFound)]
    public async Task Route_for_anyone_is_open_at_its_exact_path_only(string path, HttpStatusCode status)
    {
        await using var server = await RegistryServer.StartAsync(
            authenticators: Users, routes: [Route() with { Access = RouteAccess.PublicPath }]);

        using var answer = await server.SendAsync("GET", path);

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Route_for_anyone_rejects_invalid_credentials()
    {
        await using var server = await RegistryServer.StartAsync(
            authenticators: Users, routes: [Route() with { Access = RouteAccess.PublicPath }]);

        using var answer = await server.SendAsync("GET", Path, null, OneUser.Header("alice", "wrong"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Route_handler_receives_the_caller_and_its_rights()
    {
        await using var server = await RegistryServer.StartAsync(
            policy: Rules, authenticators: Users, routes: [Route() with { Access = RouteAccess.Admitted }]);

        using var user = await server.SendAsync("GET", Path, null, OneUser.Header("alice", "x"));
        using var admin = await server.SendAsync("GET", Path + "/more", null, OneUser.Header("admin", "x"));

        Assert.Equal(("alice False", "admin True"), (await user.TextAsync(), await admin.TextAsync()));
    }

    [Fact]
    public async Task Options_request_for_a_route_needs_no_credentials()
    {
        await using var server = await RegistryServer.StartAsync(authenticators: Users, routes: [Route()]);

        using var answer = await server.SendAsync("OPTIONS", Path);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("GET,PUT,OPTIONS", answer.Header("Access-Control-Allow-Methods"));
        Assert.Equal("*", answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
    }

    [Fact]
    public async Task Unsupported_method_of_a_route_is_405_before_authentication()
    {
        await using var server = await RegistryServer.StartAsync(authenticators: Users, routes: [Route()]);

        using var answer = await server.SendAsync("DELETE", Path);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal("GET,PUT,OPTIONS", answer.Content.Headers.Allow.Count > 0 ? string.Join(',', answer.Content.Headers.Allow) : null);
    }

    private static ExtensionRoute Route() => new(Path, ["GET", "PUT"], static context =>
        context.Response.WriteAsync($"{context.AccessControl().Username} {context.AccessControl().IsAdmin}"));

    private static async Task<int> StatusAsync(RegistryServer server, string? user = null)
    {
        using var answer = user is null
            ? await server.SendAsync("GET", Path)
            : await server.SendAsync("GET", Path, null, OneUser.Header(user, "x"));
        return (int)answer.StatusCode;
    }
}

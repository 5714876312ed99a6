using System.Text;
using Microsoft.AspNetCore.Http;
using Xunit;
using Zot.Client.Distribution;
using Zot.Testing;

namespace Zot.Core.Tests.Client.Distribution;

public sealed class RemoteAuthenticationTests
{
    private const string Password = "correct-horse";

    private static readonly string Basic = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"alice:{Password}"))}";

    [Fact]
    public async Task Password_is_sent_only_after_a_challenge()
    {
        await using var server = await ScriptedServer.StartAsync(context => context.Request.Headers.Authorization == Basic
            ? context.Response.WriteAsync("{\"tags\":[\"v1\"]}")
            : ChallengeAsync(context, "Basic realm=\"registry\""));
        using var client = server.Client(WithPassword);

        Assert.Equal(["v1"], (await client.ListTagsAsync(Some.Repository, default))!);
        await client.ListTagsAsync(Some.Repository, default);

        Assert.Equal([null, Basic, Basic], server.Requests.Select(static one => one.Authorization));
    }

    [Fact]
    public async Task Wrong_password_is_an_error_without_the_password()
    {
        await using var server = await ScriptedServer.StartAsync(static context =>
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"registry\"";
            return context.Response.WriteAsync($$"""{"errors":[{"code":"UNAUTHORIZED","message":"not \u001b[31m{{Password}}"}]}""");
        });
        using var client = server.Client(WithPassword);

        var failure = await Assert.ThrowsAsync<RemoteRegistryException>(() => client.PingAsync(default));

        Assert.Equal((RemoteFailure.Unauthorized, "UNAUTHORIZED", "GET /v2/"), (failure.Kind, failure.Code, failure.Endpoint));
        Assert.DoesNotContain(Password, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', failure.Message);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Token_is_requested_once_for_concurrent_requests_and_reused_until_it_expires()
    {
        var time = new ManualTime();
        var issued = 0;
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            if (context.Request.Path == "/token")
            {
                await context.Response.WriteAsync($$"""{"token":"t{{Interlocked.Increment(ref issued)}}","expires_in":300}""");
            }
            else if (context.Request.Headers.Authorization == $"Bearer t{issued}")
            {
                await context.Response.WriteAsync("{\"tags\":[]}");
            }
            else
            {
                await ChallengeAsync(context, Bearer(context, "repository:library/app:pull"));
            }
        });
        using var client = server.Client(options => WithPassword(options) with { Time = time });

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.ListTagsAsync(Some.Repository, default).AsTask()));
        await client.ListTagsAsync(Some.Repository, default);
        Assert.Equal(1, issued);
        var token = Assert.Single(server.Requests, static one => one.Target.StartsWith("GET /token", StringComparison.Ordinal));
        Assert.Equal(("GET /token?service=the%20registry&scope=repository%3Alibrary%2Fapp%3Apull", Basic), token);

        time.Advance(TimeSpan.FromSeconds(271));
        await client.ListTagsAsync(Some.Repository, default);

        Assert.Equal(2, issued);
        Assert.Equal("Bearer t2", server.Requests.Last().Authorization);
    }

    [Fact]
    public async Task Rejected_token_is_replaced_once()
    {
        var issued = 0;
        await using var server = await ScriptedServer.StartAsync(context => context.Request.Path == "/token"
            ? context.Response.WriteAsync($$"""{"access_token":"t{{++issued}}"}""")
            : ChallengeAsync(context, Bearer(context, "repository:library/app:pull")));
        using var client = server.Client();

        var failure = await Assert.ThrowsAsync<RemoteRegistryException>(() => client.ListTagsAsync(Some.Repository, default).AsTask());

        Assert.Equal((RemoteFailure.Unauthorized, 1), (failure.Kind, issued));
    }

    [Fact]
    public async Task Insufficient_scope_leads_to_one_token_with_the_demanded_scope()
    {
        await using var server = await ScriptedServer.StartAsync(context => (context.Request.Path.Value, context.Request.Headers.Authorization.ToString()) switch
        {
            ("/token", _) => context.Response.WriteAsync($$"""{"token":"{{(context.Request.QueryString.Value!.Contains("push", StringComparison.Ordinal) ? "wide" : "narrow")}}"}"""),
            (_, "Bearer wide") => context.Response.WriteAsync("{\"tags\":[]}"),
            (_, "Bearer narrow") => ChallengeAsync(context, Bearer(context, "repository:library/app:pull,push") + ",error=\"insufficient_scope\""),
            _ => ChallengeAsync(context, Bearer(context, "repository:library/app:pull")),
        });
        using var client = server.Client();

        Assert.Empty((await client.ListTagsAsync(Some.Repository, default))!);

        Assert.Equal(2, server.Targets.Count(static target => target.StartsWith("GET /token", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Password_is_not_sent_to_another_host_without_TLS()
    {
        await using var server = await ScriptedServer.StartAsync(static context =>
            ChallengeAsync(context, $"Bearer realm=\"http://localhost:{context.Request.Host.Port}/token\",service=\"x\""));
        using var client = server.Client(WithPassword);

        var failure = await Assert.ThrowsAsync<RemoteRegistryException>(() => client.PingAsync(default));

        Assert.Contains("https://", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["GET /v2/"], server.Targets);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"token\":\"a b\"}")]
    [InlineData("{\"token\":\"a\\r\\nX: y\"}")]
    [InlineData("nested")]
    [InlineData("endless")]
    public async Task Invalid_response_of_the_token_service_is_an_error(string body)
    {
        await using var server = await ScriptedServer.StartAsync(context => context.Request.Path != "/token"
            ? ChallengeAsync(context, Bearer(context, "x"))
            : context.Response.WriteAsync(body switch
            {
                "nested" => new string('[', 100_000),
                "endless" => new string(' ', 1_000_000),
                _ => body,
            }));
        using var client = server.Client();

        var failure = await Assert.ThrowsAsync<RemoteRegistryException>(() => client.PingAsync(default));

        Assert.Equal((RemoteFailure.Invalid, "GET /token"), (failure.Kind, failure.Endpoint));
    }

    [Fact]
    public async Task Huge_challenge_is_an_error()
    {
        await using var server = await ScriptedServer.StartAsync(static context =>
            ChallengeAsync(context, $"Bearer realm=\"http://127.0.0.1/{new string('x', 60_000)}\""));
        using var client = server.Client();

        var failure = await Assert.ThrowsAsync<RemoteRegistryException>(() => client.PingAsync(default));

        Assert.Equal(RemoteFailure.Invalid, failure.Kind);
    }

    [Theory]
    [InlineData("Basic realm=x")]
    [InlineData("bearer realm=\"http://a/\\\"b\" , service = \"s\", scope=\"\",, Basic realm=\"x\"")]
    [InlineData("Negotiate, Basic")]
    public void Well_formed_challenge_is_parsed(string header) => Assert.NotEmpty(AuthenticationChallenge.Parse(header));

    [Theory]
    [InlineData("")]
    [InlineData("Basic realm=\"x")]
    [InlineData("Basic realm=\"x\"y")]
    [InlineData("Basic realm=x,realm=y")]
    [InlineData("Basic realm=\"a\nb\"")]
    [InlineData("Basic realm=\"a\\")]
    [InlineData("Basic=x")]
    [InlineData("Negotiate abc==")]
    public void Malformed_challenge_is_skipped(string header) => Assert.Empty(AuthenticationChallenge.Parse(header));

    [Fact]
    public void Challenges_of_one_header_are_separated()
    {
        var all = AuthenticationChallenge.Parse("Bearer realm=\"https://auth/t\",service=\"s, Basic\",scope=\"a b\", Basic realm=\"r\"");

        Assert.Equal(["Bearer", "Basic"], all.Select(static one => one.Scheme));
        Assert.Equal(("https://auth/t", "s, Basic", "a b"), (all[0].Realm, all[0].Service, all[0].Scope));
    }

    [Theory]
    [InlineData("a:b")]
    [InlineData("a\nb")]
    public void Invalid_user_name_is_rejected(string user) => Assert.Throws<ArgumentException>(() => RemoteCredentials.ForUser(user, "x"));

    [Fact]
    public async Task Token_of_the_options_is_sent_and_not_shown()
    {
        await using var server = await ScriptedServer.StartAsync(static context => context.Response.WriteAsync("{}"));
        var credentials = RemoteCredentials.ForToken("secret-token");
        using var client = server.Client(options => options with { Credentials = () => credentials });

        await client.PingAsync(default);

        Assert.Equal("Bearer secret-token", Assert.Single(server.Requests).Authorization);
        Assert.Equal("token", credentials.ToString());
        Assert.Throws<ArgumentException>(() => RemoteCredentials.ForToken("a b"));
    }

    private static RemoteOptions WithPassword(RemoteOptions options) => options with { Credentials = static () => RemoteCredentials.ForUser("alice", Password) };

    private static string Bearer(HttpContext context, string scope) =>
        $"Bearer realm=\"http://{context.Request.Host}/token\",service=\"the registry\",scope=\"{scope}\"";

    private static Task ChallengeAsync(HttpContext context, string challenge)
    {
        context.Response.StatusCode = 401;
        context.Response.Headers.WWWAuthenticate = challenge;
        return Task.CompletedTask;
    }
}

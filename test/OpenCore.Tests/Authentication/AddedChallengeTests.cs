using System.Net;
using System.Net.Http.Headers;
using Xunit;
using Zot.Configuration.Http;
using Zot.Testing;
using Zot.Testing.Serving;

namespace Zot.OpenCore.Tests.Authentication;

/// <summary>A challenge of an extension, for the repository and the action of the request.</summary>
public sealed class AddedChallengeTests : IAsyncLifetime
{
    private const string Service = "Bearer realm=\"https://auth.example/token\",service=\"registry.example\"";

    private ExtendedRegistry _registry = null!;

    public async ValueTask InitializeAsync() => _registry = await ExtendedRegistry.StartAsync(
        new HttpOptions { Auth = new AuthOptions { ApiKey = true } }, new ForeignExtension());

    public async ValueTask DisposeAsync() => await _registry.DisposeAsync();

    [Theory]
    [InlineData("GET", "/v2/app/manifests/v1", "repository:app:pull")]
    [InlineData("HEAD", "/v2/team/app/manifests/v1", "repository:team/app:pull")]
    [InlineData("GET", "/v2/app/tags/list", "repository:app:pull")]
    [InlineData("PUT", "/v2/app/manifests/v1", "repository:app:pull,push")]
    [InlineData("POST", "/v2/app/blobs/uploads/", "repository:app:pull,push")]
    [InlineData("DELETE", "/v2/app/manifests/v1", "repository:app:delete")]
    [InlineData("GET", "/v2/", null)]
    [InlineData("GET", "/v2/_catalog", null)]
    [InlineData("GET", "/zot/auth/apikey", null)]
    public async Task Challenge_names_the_repository_and_the_action(string method, string path, string? scope)
    {
        using var response = await SendAsync(method, path);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(scope is null ? Service : $"{Service},scope=\"{scope}\"", ChallengeOf(response));
    }

    [Fact]
    public async Task Challenge_answers_invalid_and_insufficient_tokens_too()
    {
        var path = $"/v2/{Some.Repository}/manifests/v1";
        using var invalid = await SendAsync("GET", path, "Bearer none");
        using var insufficient = await SendAsync("DELETE", path, $"Bearer read:{Some.Repository}");

        Assert.Equal(HttpStatusCode.Unauthorized, invalid.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, insufficient.StatusCode);
        Assert.Equal($"{Service},scope=\"repository:{Some.Repository}:pull\"", ChallengeOf(invalid));
        Assert.Equal($"{Service},scope=\"repository:{Some.Repository}:delete\"", ChallengeOf(insufficient));
    }

    [Fact]
    public async Task Successful_ping_mentions_the_challenge()
    {
        using var response = await SendAsync("GET", "/v2/", $"Bearer read:{Some.Repository}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Service, ChallengeOf(response));
    }

    [Fact]
    public async Task Browser_interface_receives_no_challenge()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v2/");
        request.Headers.Add("X-ZOT-API-CLIENT", "zot-ui");
        using var response = await _registry.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(response.Headers.WwwAuthenticate);
    }

    private static string ChallengeOf(HttpResponseMessage response) =>
        Assert.Single(response.Headers.NonValidated["WWW-Authenticate"]);

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? authorization = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = authorization is null ? null : AuthenticationHeaderValue.Parse(authorization);
        return await _registry.Client.SendAsync(request);
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zot.Auth.Sessions;
using Zot.Configuration.Http;
using Zot.Testing;
using Zot.Testing.Serving;

namespace Zot.OpenCore.Tests.Authentication;

/// <summary>
/// Authentication that an extension adds: a user directory with passwords, and tokens with rights of their own.
/// </summary>
public sealed class AddedAuthenticationTests : IAsyncLifetime
{
    private static readonly HttpOptions Http = new() { Auth = new AuthOptions { ApiKey = true } };

    private readonly ForeignExtension _extension = new();
    private ExtendedRegistry _registry = null!;

    public async ValueTask InitializeAsync()
    {
        _extension.Users.Passwords["carol"] = "wonderland";
        _registry = await ExtendedRegistry.StartAsync(Http, _extension);
        await _registry.Content.PushImageAsync(Some.Repository, "v1");
        await _registry.Content.PushImageAsync(Some.OtherRepository, "v1");
    }

    public async ValueTask DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task Password_of_an_added_directory_is_accepted_and_a_wrong_one_rejected()
    {
        Assert.Equal(HttpStatusCode.OK, await GetAsync("/v2/", Basic("carol", "wonderland")));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync("/v2/", Basic("carol", "wrong")));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync("/v2/", Basic("dave", "wonderland")));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync("/v2/", authorization: null));
    }

    [Fact]
    public async Task Key_of_a_user_of_an_added_directory_is_valid_until_the_user_is_removed()
    {
        var key = await CreateKeyAsync(Basic("carol", "wonderland"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync("/v2/", Basic("carol", key)));

        _extension.Users.Passwords.Clear();

        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync("/v2/", Basic("carol", key)));
    }

    [Fact]
    public async Task Session_of_a_user_of_an_added_directory_is_valid_until_the_user_is_removed()
    {
        var sessions = _registry.Services.GetRequiredService<ISessionStore>();
        var ticket = await sessions.StartAsync(new("carol", []), DateTimeOffset.UtcNow.AddHours(1), default);
        Assert.Equal(HttpStatusCode.OK, await GetAsync("/v2/", authorization: null, ticket));

        _extension.Users.Passwords.Clear();

        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync("/v2/", authorization: null, ticket));
    }

    [Fact]
    public async Task Token_brings_its_own_rights()
    {
        var token = new AuthenticationHeaderValue("Bearer", $"read:{Some.Repository}");

        Assert.Equal(HttpStatusCode.OK, await GetAsync($"/v2/{Some.Repository}/manifests/v1", token));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync($"/v2/{Some.OtherRepository}/manifests/v1", token));
        Assert.Equal(
            HttpStatusCode.OK,
            await GetAsync($"/v2/{Some.OtherRepository}/manifests/v1", Basic("carol", "wonderland")));
    }

    [Fact]
    public async Task Invalid_token_is_rejected_and_no_other_authenticator_tried() =>
        Assert.Equal(
            HttpStatusCode.Unauthorized, await GetAsync("/v2/", new AuthenticationHeaderValue("Bearer", "none")));

    private static AuthenticationHeaderValue Basic(string name, string password) =>
        new("Basic", Convert.ToBase64String(Some.Bytes($"{name}:{password}")));

    private async Task<HttpStatusCode> GetAsync(
        string path, AuthenticationHeaderValue? authorization, string? ticket = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = authorization;
        if (ticket is not null)
        {
            request.Headers.Add("X-ZOT-API-CLIENT", "zot-ui");
            request.Headers.Add("Cookie", $"session={ticket}");
        }

        using var response = await _registry.Client.SendAsync(request);
        return response.StatusCode;
    }

    private async Task<string> CreateKeyAsync(AuthenticationHeaderValue authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/zot/auth/apikey")
        {
            Content = new StringContent("""{"label":"ci"}"""),
        };
        request.Headers.Authorization = authorization;
        using var response = await _registry.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement
            .GetProperty("apiKey")
            .GetString()!;
    }
}

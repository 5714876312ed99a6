using System.Net;
using Xunit;
using Zot.Configuration.Http;
using Zot.Testing.Serving;

namespace Zot.OpenCore.Tests.Authentication;

/// <summary>Browser sessions that an extension starts and ends, without access to the session store.</summary>
public sealed class AddedSignInTests : IAsyncLifetime
{
    private readonly ForeignExtension _extension = new();
    private ExtendedRegistry _registry = null!;

    public async ValueTask InitializeAsync()
    {
        _extension.Users.Passwords["carol"] = "wonderland";
        _registry = await ExtendedRegistry.StartAsync(
            new HttpOptions { Auth = new AuthOptions { ApiKey = true } }, _extension);
    }

    public async ValueTask DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task Sign_in_starts_a_session_like_a_login_with_a_password()
    {
        var cookies = await PostAsync("/foreign/login");

        Assert.Matches("^session=[A-Za-z0-9_-]{43}; max-age=7200; path=/; httponly$", cookies[0]);
        Assert.Equal("user=carol; max-age=7200; path=/", cookies[1]);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(cookies[0]));
    }

    [Fact]
    public async Task Session_has_the_given_lifetime()
    {
        _extension.SessionLife = TimeSpan.FromMinutes(10);
        var cookies = await PostAsync("/foreign/login");
        Assert.All(cookies, static cookie => Assert.Contains("; max-age=600;", cookie, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(cookies[0]));

        _extension.SessionLife = TimeSpan.Zero;
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync((await PostAsync("/foreign/login"))[0]));
    }

    [Fact]
    public async Task Second_sign_in_replaces_the_session_and_sign_out_ends_it()
    {
        var first = (await PostAsync("/foreign/login"))[0];
        var second = (await PostAsync("/foreign/login", first))[0];
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(first));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(second));

        var cookies = await PostAsync("/foreign/logout", second);

        Assert.Equal(["session=; max-age=0; path=/; httponly", "user=; max-age=0; path=/"], cookies);
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(second));
    }

    [Fact]
    public async Task Session_of_a_user_removed_from_the_directory_is_invalid()
    {
        var cookie = (await PostAsync("/foreign/login"))[0];
        _extension.Users.Passwords.Clear();

        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(cookie));
    }

    private async Task<List<string>> PostAsync(string path, string? cookie = null)
    {
        using var response = await SendAsync(HttpMethod.Post, path, cookie);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return [.. response.Headers.GetValues("Set-Cookie")];
    }

    private async Task<HttpStatusCode> GetAsync(string cookie)
    {
        using var response = await SendAsync(HttpMethod.Get, "/v2/", cookie);
        return response.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? cookie)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("X-ZOT-API-CLIENT", "zot-ui");
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie.Split(';')[0]);
        }

        return await _registry.Client.SendAsync(request);
    }
}

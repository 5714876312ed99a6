using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using Xunit;
using Zot.Auth;
using Zot.Auth.Sessions;
using Zot.Configuration.Http;
using Zot.Core.Tests.Auth;
using Zot.Core.Tests.Http.Support;
using Zot.Http.Account;
using Zot.Testing;

namespace Zot.Core.Tests.Http;

public sealed class SessionRequestTests : IDisposable
{
    private const string Logout = "/zot/auth/logout";

    private static readonly (string Name, string Value) Browser = ("X-ZOT-API-CLIENT", "zot-ui");
    private static readonly (string Name, string Value) AsAlice = OneUser.Header("alice", "secret");

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTime _time = new();
    private readonly SessionFiles _sessions;
    private bool _isUser = true;

    public SessionRequestTests() => _sessions = new SessionFiles(_directory.Path, new SessionSeal(null), _time);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Browser_login_starts_a_session()
    {
        await using var server = await StartAsync();

        using var answer = await server.SendAsync("GET", "/v2/", null, AsAlice, Browser);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var cookies = CookiesOf(answer);
        Assert.Matches("^session=[A-Za-z0-9_-]{43}; max-age=7200; path=/; httponly$", cookies[0]);
        Assert.Equal("user=alice; max-age=7200; path=/", cookies[1]);
        using var next = await server.SendAsync("GET", "/v2/app/tags/list", null, Browser, CookieOf(answer));
        Assert.Equal(HttpStatusCode.NotFound, next.StatusCode);
        Assert.Empty(CookiesOf(next));
    }

    [Theory]
    [InlineData(28)]
    [InlineData(30)]
    public async Task Browser_login_on_a_full_or_read_only_storage_is_served_without_a_session(int error)
    {
        var store = new Mock<ISessionStore>();
        store.Setup(static sessions => sessions.StartAsync(
            It.IsAny<Identity>(), It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>())).Throws(new IOException("no", error));
        await using var server = await StartAsync(store: store.Object);

        using var answer = await server.SendAsync("GET", "/v2/", null, AsAlice, Browser);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(CookiesOf(answer));
    }

    [Fact]
    public async Task Login_without_the_browser_interface_header_starts_no_session()
    {
        await using var server = await StartAsync();

        using var answer = await server.SendAsync("GET", "/v2/", null, AsAlice);
        using var refused = await server.SendAsync("GET", "/v2/", null, OneUser.Header("alice", "wrong"), Browser);

        Assert.Empty(CookiesOf(answer));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Empty(CookiesOf(refused));
    }

    [Fact]
    public async Task Login_with_an_authenticator_without_sessions_starts_no_session()
    {
        await using var server = await StartAsync(passwords: [new Key()]);

        using var answer = await server.SendAsync("GET", "/v2/", null, OneUser.Header("alice", "key"), Browser);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(CookiesOf(answer));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Cookies_are_secure_with_HTTPS(bool hasTls, bool isSecure)
    {
        var tls = hasTls ? new TlsOptions { Cert = "c", Key = "k" } : null;
        await using var server = await StartAsync(new HttpOptions { Tls = tls, Auth = new AuthOptions { SecureSession = isSecure } });

        using var answer = await server.SendAsync("GET", "/v2/", null, AsAlice, Browser);

        Assert.All(CookiesOf(answer), cookie => Assert.Contains("; secure", cookie, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cookie_without_the_browser_interface_header_is_ignored()
    {
        await using var server = await StartAsync();
        using var login = await server.SendAsync("GET", "/v2/", null, AsAlice, Browser);

        using var answer = await server.SendAsync("GET", "/v2/", null, CookieOf(login));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(CookiesOf(answer));
    }

    [Fact]
    public async Task Expired_session_removes_the_cookie_and_is_401_without_a_challenge()
    {
        await using var server = await StartAsync();
        using var login = await server.SendAsync("GET", "/v2/", null, AsAlice, Browser);
        _time.Advance(TimeSpan.FromHours(2));

        using var answer = await server.SendAsync("GET", "/v2/", null, Browser, CookieOf(login));
        using var without = await server.SendAsync("GET", "/v2/", null, Browser);

        foreach (var each in new[] { answer, without })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, each.StatusCode);
            Assert.Equal("session=; max-age=0; path=/; httponly", Assert.Single(CookiesOf(each)));
            Assert.Empty(each.Headers.WwwAuthenticate);
        }
    }

    [Fact]
    public async Task Session_of_a_removed_user_is_invalid()
    {
        await using var server = await StartAsync();
        using var login = await server.SendAsync("GET", "/v2/", null, AsAlice, Browser);
        _isUser = false;

        using var answer = await server.SendAsync("GET", "/v2/", null, Browser, CookieOf(login));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Second_login_replaces_the_first_session()
    {
        await using var server = await StartAsync();
        using var first = await server.SendAsync("GET", "/v2/", null, AsAlice, Browser);
        using var second = await server.SendAsync("GET", "/v2/", null, AsAlice, Browser, CookieOf(first));

        using var before = await server.SendAsync("GET", "/v2/", null, Browser, CookieOf(first));
        using var after = await server.SendAsync("GET", "/v2/", null, Browser, CookieOf(second));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (before.StatusCode, after.StatusCode));
    }

    [Fact]
    public async Task Credentials_take_precedence_over_the_session()
    {
        await using var server = await StartAsync();
        using var login = await server.SendAsync("GET", "/v2/", null, AsAlice, Browser);

        using var answer = await server.SendAsync("GET", "/v2/", null, OneUser.Header("alice", "wrong"), Browser, CookieOf(login));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Logout_ends_the_session()
    {
        await using var server = await StartAsync();
        using var login = await server.SendAsync("GET", "/v2/", null, AsAlice, Browser);

        using var answer = await server.SendAsync("POST", Logout, null, Browser, CookieOf(login));

        Assert.Equal((HttpStatusCode.OK, "{}"), (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(["session=; max-age=0; path=/; httponly", "user=; max-age=0; path=/"], CookiesOf(answer));
        using var next = await server.SendAsync("GET", "/v2/", null, Browser, CookieOf(login));
        Assert.Equal(HttpStatusCode.Unauthorized, next.StatusCode);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("zot-cli")]
    public async Task Logout_by_a_page_of_another_origin_keeps_the_session(string client)
    {
        await using var server = await StartAsync();
        using var login = await server.SendAsync("GET", "/v2/", null, AsAlice, Browser);

        using var forged = await server.SendAsync("POST", Logout, null, ("X-ZOT-API-CLIENT", client), CookieOf(login));
        using var plain = await server.SendAsync("POST", Logout);
        using var next = await server.SendAsync("GET", "/v2/", null, Browser, CookieOf(login));

        Assert.Equal(HttpStatusCode.Forbidden, forged.StatusCode);
        Assert.Empty(CookiesOf(forged));
        Assert.Empty(CookiesOf(plain));
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task Logout_without_a_session_succeeds()
    {
        await using var server = await StartAsync();

        using var plain = await server.SendAsync("POST", Logout);
        using var browser = await server.SendAsync("POST", Logout, null, Browser);
        using var wrong = await server.SendAsync("GET", Logout);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (plain.StatusCode, browser.StatusCode));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, wrong.StatusCode);
    }

    [Fact]
    public async Task Logs_contain_no_ticket()
    {
        await using var server = await StartAsync();
        using var login = await server.SendAsync("GET", "/v2/", null, AsAlice, Browser);
        using var answer = await server.SendAsync("POST", Logout, null, Browser, CookieOf(login));

        var entries = await Eventually.SingleAsync(() => server.Logs.Of("HTTP API Audit"));

        Assert.Equal("alice", entries.Fields["subject"]);
        Assert.All(server.Logs.Of("HTTP API"), entry => Assert.DoesNotContain(
            CookieOf(login).Value["session=".Length..],
            string.Join('\n', ((Dictionary<string, string?[]>)entry.Fields["headers"]!).SelectMany(static header => header.Value)),
            StringComparison.Ordinal));
    }

    private Task<RegistryServer> StartAsync(HttpOptions? options = null, IPasswordAuthenticator[]? passwords = null, ISessionStore? store = null)
    {
        var http = options ?? new HttpOptions { Auth = new AuthOptions { Htpasswd = new HtpasswdOptions { Path = "p" } } };
        return RegistryServer.StartAsync(
            http,
            authenticators: passwords ?? [new OneUser("alice", "secret")],
            configure: services =>
            {
                services.AddSingleton(store ?? _sessions);
                services.AddSingleton<IAuthenticator>(new SessionAuthenticator(_sessions, new FakeUsers(() => _isUser)));
            },
            time: _time,
            routes: [new LogoutEndpoint(new SessionService(_sessions, () => http, _time), () => http).CreateRoute()]);
    }

    private static List<string> CookiesOf(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : [];

    private static (string Name, string Value) CookieOf(HttpResponseMessage login) =>
        ("Cookie", CookiesOf(login).Single(static cookie => cookie.StartsWith("session=", StringComparison.Ordinal)).Split(';')[0]);

    // Like an API key: valid, but does not start a session.
    private sealed class Key : IPasswordAuthenticator
    {
        public bool StartsSessions => false;

        public ValueTask<Identity?> AuthenticateAsync(string name, string password, CancellationToken cancellationToken) =>
            ValueTask.FromResult<Identity?>(new Identity(name, []));
    }
}

using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Auth.ApiKeys;
using Zot.Auth.Basic;
using Zot.Core.Tests.Http.Support;
using Zot.Http.Access;
using Zot.Http.Account;
using Zot.Http.Logs;

namespace Zot.Core.Tests.Http;

/// <summary>
/// The right to an API key is decided when the request is complete. A new key must not outlive the credentials that
/// created it.
/// </summary>
public sealed class ApiKeyLifeTests
{
    private const string Never = "0001-01-01T00:00:00Z";
    private const string Soon = "2040-01-01T00:00:00Z";
    private const string Later = "2050-01-01T00:00:00Z";

    [Theory]
    [InlineData(null, null, Never)]
    [InlineData(null, Soon, Soon)]
    [InlineData(Soon, null, Soon)]
    [InlineData(Soon, Later, Soon)]
    [InlineData(Later, Soon, Soon)]
    public async Task New_key_expires_no_later_than_the_credentials_that_created_it(string? credentials, string? asked, string expected)
    {
        var store = new Keys();
        var user = new Until(credentials is null ? null : DateTimeOffset.Parse(credentials, null));
        await using var server = await RegistryServer.StartAsync(
            policy: SomePolicy.Allowing(("alice", AccessAction.Read, "app")),
            authenticators: [user],
            routes: [new ApiKeyEndpoint(() => store, TimeProvider.System).CreateRoute()]);

        // Access contexts are shared by all requests of a user: the expiry of an earlier login must not be reused.
        user.IsUnlimited = true;
        using var login = await server.SendAsync("GET", ApiKeyEndpoint.Path, null, OneUser.Header("alice", "x"));
        user.IsUnlimited = false;
        using var answer = await server.SendAsync(
            "POST",
            ApiKeyEndpoint.Path,
            new StringContent(asked is null ? "{}" : $$"""{"expirationDate":"{{asked}}"}"""),
            OneUser.Header("alice", "x"),
            ("User-Agent", new string('a', 60_000)));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(expected, JsonDocument.Parse(await answer.TextAsync()).RootElement.GetProperty("expirationDate").GetString());
        Assert.InRange(Encoding.UTF8.GetByteCount(Assert.Single(store.All).CreatorUserAgent), 1, ClientText.MaxValueBytes);
    }

    /// <summary>Changes while the body of the request arrives, and the expected status.</summary>
    public static TheoryData<string, HttpStatusCode> Changes => new()
    {
        { "nothing", HttpStatusCode.Created },
        { "the user is removed", HttpStatusCode.Unauthorized },
        { "the password changes", HttpStatusCode.Unauthorized },
        { "all authentication is removed, and every caller is anonymous", HttpStatusCode.Unauthorized },
        { "the name of the credentials changes", HttpStatusCode.Unauthorized },
        { "API keys are disabled", HttpStatusCode.NotFound },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Change_during_the_body_decides_whether_a_key_is_created(string change, HttpStatusCode expected)
    {
        Keys store = new();
        IApiKeyStore? current = store;
        IReadOnlyList<IAuthenticator> authenticators = [new BasicAuthenticator(new OneUser("alice", "x"))];
        await using var server = await RegistryServer.StartAsync(
            policy: SomePolicy.Allowing(("alice", AccessAction.Read, "app"), ("", AccessAction.Read, "app")),
            routes: [new ApiKeyEndpoint(() => current, TimeProvider.System).CreateRoute()],
            configure: services => services.AddSingleton<CurrentAuthenticators>(() => authenticators));

        using var answer = await server.SendAsync(
            "POST", ApiKeyEndpoint.Path, new ActingContent("{}"u8.ToArray(), "application/json", Act),
            OneUser.Header("alice", "x"), ActingContent.Expectation);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected is HttpStatusCode.Created ? 1 : 0, store.All.Count);

        void Act()
        {
            authenticators = change switch
            {
                "the user is removed" => [new BasicAuthenticator(new OneUser("bob", "x"))],
                "the password changes" => [new BasicAuthenticator(new OneUser("alice", "y"))],
                "the name of the credentials changes" => [new BasicAuthenticator(new AnybodyIs("bob"))],
                "all authentication is removed, and every caller is anonymous" => [],
                _ => authenticators,
            };
            current = change == "API keys are disabled" ? null : store;
        }
    }

    [Fact]
    public async Task New_key_expires_with_its_credentials_as_of_the_end_of_the_body()
    {
        var store = new Keys();
        var user = new Until(DateTimeOffset.Parse(Later, null));
        await using var server = await RegistryServer.StartAsync(
            policy: SomePolicy.Allowing(("alice", AccessAction.Read, "app")),
            authenticators: [user],
            routes: [new ApiKeyEndpoint(() => store, TimeProvider.System).CreateRoute()]);

        using var answer = await server.SendAsync(
            "POST", ApiKeyEndpoint.Path,
            new ActingContent("{}"u8.ToArray(), "application/json", () => user.Expires = DateTimeOffset.Parse(Soon, null)),
            OneUser.Header("alice", "x"), ActingContent.Expectation);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(DateTimeOffset.Parse(Soon, null), Assert.Single(store.All).Expires);
    }

    private sealed class AnybodyIs(string name) : IPasswordAuthenticator
    {
        public ValueTask<Identity?> AuthenticateAsync(string user, string password, CancellationToken cancellationToken) =>
            ValueTask.FromResult<Identity?>(new Identity(name, []));
    }

    private sealed class Until(DateTimeOffset? expires) : IPasswordAuthenticator
    {
        public bool IsUnlimited { get; set; }

        public DateTimeOffset? Expires { get; set; } = expires;

        public ValueTask<Identity?> AuthenticateAsync(string name, string password, CancellationToken cancellationToken) =>
            ValueTask.FromResult<Identity?>(new Identity(name, []) { Expires = IsUnlimited ? null : Expires });
    }

    private sealed class Keys : IApiKeyStore
    {
        public List<ApiKey> All { get; } = [];

        public ValueTask<ApiKey?> FindAsync(string hash, CancellationToken cancellationToken) => default;

        public ValueTask<IReadOnlyList<ApiKey>> ListAsync(string user, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<ApiKey>>(All);

        public ValueTask AddAsync(string hash, ApiKey key, CancellationToken cancellationToken)
        {
            All.Add(key);
            return default;
        }

        public ValueTask RemoveAsync(string user, string id, CancellationToken cancellationToken) => default;

        public ValueTask NoteUseAsync(string hash, DateTimeOffset time, CancellationToken cancellationToken) => default;
    }
}

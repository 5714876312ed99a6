using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;
using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Auth.ApiKeys;

namespace Zot.Http.Tests;

/// <summary>A key that expires makes no key that outlives it.</summary>
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
    public async Task New_key_expires_with_the_credentials_that_made_it(string? credentials, string? asked, string expected)
    {
        var store = new Keys();
        var user = new Until(credentials is null ? null : DateTimeOffset.Parse(credentials, null));
        await using var server = await RegistryServer.StartAsync(
            policy: SomePolicy.Allowing(("alice", AccessAction.Read, "app")),
            authenticators: [user],
            routes: [new ApiKeyEndpoint(() => store, TimeProvider.System).CreateRoute()]);

        // The rights of a user are shared by all requests of theirs: an earlier login must not lend its life.
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

    private sealed class Until(DateTimeOffset? expires) : IPasswordAuthenticator
    {
        public bool IsUnlimited { get; set; }

        public ValueTask<Identity?> AuthenticateAsync(string name, string password, CancellationToken cancellationToken) =>
            ValueTask.FromResult<Identity?>(new Identity(name, []) { Expires = IsUnlimited ? null : expires });
    }

    private sealed class Keys : IApiKeyStore
    {
        public List<ApiKey> All { get; } = [];

        public ApiKey? Find(string hash) => null;

        public IReadOnlyList<ApiKey> Of(string user) => All;

        public void Add(string hash, ApiKey key) => All.Add(key);

        public void Remove(string user, string id)
        {
        }

        public void NoteUse(string hash, DateTimeOffset time)
        {
        }
    }
}

#if EXT_SYNC
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Xunit;
using Zot.Configuration.Extensions;
using Zot.Extensions.Sync.Credentials;
using Zot.Extensions.Sync.Credentials.OAuth2;
using Zot.Testing;

namespace Zot.Extensions.Tests.Sync.Credentials.OAuth2;

public sealed class OAuth2SourceTests : IDisposable
{
    private const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";

    private readonly TemporaryDirectory _folder = new();
    private readonly ManualTime _time = new();
    private readonly TokenClient _client = new(TimeProvider.System, usesProxy: false);

    [Fact]
    public async Task Client_credentials_send_the_assertion_of_the_client()
    {
        await using var server = await TokenServer.StartAsync("""{"access_token":"abc","expires_in":3600}""");
        var options = Options(server) with
        {
            ClientId = "id",
            ClientSecretFile = Write("secret", " s3cret\n"),
            Scopes = ["a", "b"],
        };

        var credentials = await RequestAsync(options);

        Assert.Equal(("<token>", _time.GetUtcNow() + TimeSpan.FromHours(1)), (credentials.Credentials.User, credentials.Expires));
        Assert.Equal(
            "client_assertion=assertion&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer&client_id=id&client_secret=s3cret"
            + "&grant_type=client_credentials&scope=a b",
            Fields(server));
    }

    [Fact]
    public async Task JWT_bearer_sends_the_assertion_read_again_at_each_request()
    {
        await using var server = await TokenServer.StartAsync("""{"access_token":"abc"}""");
        var options = Options(server) with { GrantType = JwtBearer, Username = "mirror" };

        var credentials = await RequestAsync(options);
        Write("assertion", "changed");
        await RequestAsync(options);

        Assert.Equal(("mirror", _time.GetUtcNow() + TimeSpan.FromMinutes(5)), (credentials.Credentials.User, credentials.Expires));
        Assert.Equal(["assertion", "changed"], server.Requests.Select(static request => request.Form["assertion"]));
        Assert.Equal($"assertion=assertion&grant_type={JwtBearer}", Fields(server));
    }

    [Theory]
    [InlineData(null, null, "urn:ietf:params:oauth:token-type:jwt", "urn:ietf:params:oauth:token-type:access_token")]
    [InlineData("a:b", "c:d", "a:b", "c:d")]
    public async Task Token_exchange_sends_the_subject_token_with_its_types(string? type, string? requested, string expectedType, string expectedRequested)
    {
        await using var server = await TokenServer.StartAsync("""{"access_token":"abc","expires_in":"60"}""");

        var credentials = await RequestAsync(Options(server) with
        {
            GrantType = TokenExchange,
            Audience = "registry",
            SubjectTokenType = type,
            RequestedTokenType = requested,
        });

        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromMinutes(1), credentials.Expires);
        Assert.Equal(
            $"audience=registry&grant_type={TokenExchange}&requested_token_type={expectedRequested}&subject_token=assertion&subject_token_type={expectedType}",
            Fields(server));
    }

    [Fact]
    public async Task Signing_file_describes_the_assertion()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var server = await TokenServer.StartAsync("""{"access_token":"abc"}""");
        var keyFile = Write("key.pem", key.ExportPkcs8PrivateKeyPem());
        var options = Options(server) with
        {
            AssertionFile = null,
            ClientId = "id",
            SigningFile = Write("signing.json", $$"""{"privateKeyFile":"{{keyFile}}","algorithm":"ES256","keyId":"k","issuer":"me"}"""),
        };

        await RequestAsync(options);
        await RequestAsync(options);

        var tokens = server.Requests.Select(static request => request.Form["client_assertion"].Split('.')).ToList();
        var claims = tokens.ConvertAll(static parts => JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1])).RootElement);
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal(("me", "id", options.TokenUrl), (Text("iss"), Text("sub"), Text("aud")));
        Assert.Equal((now, now + 300), (claims[0].GetProperty("iat").GetInt64(), claims[0].GetProperty("exp").GetInt64()));
        Assert.Matches("^[0-9a-f]{32}$", Text("jti"));
        Assert.NotEqual(Text("jti"), claims[1].GetProperty("jti").GetString());

        string? Text(string name) => claims[0].GetProperty(name).GetString();
    }

    [Theory]
    [InlineData("{}", "has no algorithm")]
    [InlineData("""{"algorithm":"ES256"}""", "has no privateKeyFile")]
    [InlineData("""{"algorithm":"ES256","privateKeyFile":"x","secret":"s3cret"}""", "has an unknown key")]
    [InlineData("s3cret", "is not JSON")]
    public async Task Invalid_signing_file_is_an_error(string content, string message)
    {
        var options = new OAuth2CredentialHelperOptions { TokenUrl = "http://127.0.0.1:1/", SigningFile = Write("signing.json", content) };

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => RequestAsync(options));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"access_token":""}""")]
    [InlineData("""{"access_token":7}""")]
    public async Task Response_without_a_token_is_an_error(string answer)
    {
        await using var server = await TokenServer.StartAsync(answer);

        await Assert.ThrowsAsync<InvalidDataException>(() => RequestAsync(Options(server)));
    }

    [Fact]
    public async Task Empty_assertion_is_an_error()
    {
        await using var server = await TokenServer.StartAsync("{}");
        var options = Options(server);
        Write("assertion", "\n");

        await Assert.ThrowsAsync<InvalidDataException>(() => RequestAsync(options));

        Assert.Empty(server.Requests);
    }

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    private static string Fields(TokenServer server) =>
        string.Join('&', server.Requests.First().Form.OrderBy(static field => field.Key, StringComparer.Ordinal).Select(static field => $"{field.Key}={field.Value}"));

    private Task<ExpiringCredentials> RequestAsync(OAuth2CredentialHelperOptions options) => new OAuth2Source(options, _client, _time).RequestAsync(default);

    private OAuth2CredentialHelperOptions Options(TokenServer server) =>
        new() { TokenUrl = $"{server.Url}/token", AssertionFile = Write("assertion", "assertion\n") };

    private string Write(string name, string content)
    {
        File.WriteAllText(_folder[name], content);
        return _folder[name];
    }
}
#endif

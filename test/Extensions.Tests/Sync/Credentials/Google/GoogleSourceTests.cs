#if EXT_SYNC
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Xunit;
using Zot.Extensions.Sync.Credentials;
using Zot.Extensions.Sync.Credentials.Google;
using Zot.Testing;

namespace Zot.Extensions.Tests.Sync.Credentials.Google;

public sealed class GoogleSourceTests : IDisposable
{
    private const string Answer = """{"access_token":"abc","expires_in":1800,"token_type":"Bearer"}""";

    private readonly Dictionary<string, string> _environment = [];
    private readonly TemporaryDirectory _folder = new();
    private readonly ManualTime _time = new();
    private readonly TokenClient _client = new(TimeProvider.System, usesProxy: false);

    public GoogleSourceTests() => _environment["HOME"] = _folder.Path;

    [Fact]
    public async Task Service_account_signs_an_assertion()
    {
        using var key = RSA.Create(2048);
        await using var server = await TokenServer.StartAsync(Answer);
        _environment["GOOGLE_APPLICATION_CREDENTIALS"] = Write("key.json", JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["type"] = "service_account",
            ["client_email"] = "me@example.org",
            ["private_key"] = key.ExportPkcs8PrivateKeyPem(),
            ["private_key_id"] = "k",
            ["token_uri"] = $"{server.Url}/token",
        }));

        var credentials = await RequestAsync();

        Assert.Equal(("oauth2accesstoken", _time.GetUtcNow() + TimeSpan.FromMinutes(30)), (credentials.Credentials.User, credentials.Expires));
        var form = Assert.Single(server.Requests).Form;
        var parts = form["assertion"].Split('.');
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1])).RootElement;
        Assert.Equal("urn:ietf:params:oauth:grant-type:jwt-bearer", form["grant_type"]);
        Assert.Equal(("me@example.org", $"{server.Url}/token"), (claims.GetProperty("iss").GetString(), claims.GetProperty("aud").GetString()));
        Assert.EndsWith("cloud-platform.read-only", claims.GetProperty("scope").GetString(), StringComparison.Ordinal);
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public async Task User_of_the_default_file_has_a_refresh_token()
    {
        await using var server = await TokenServer.StartAsync(Answer);
        Directory.CreateDirectory(_folder[".config/gcloud"]);
        Write(
            ".config/gcloud/application_default_credentials.json",
            $$"""{"type":"authorized_user","client_id":"i","client_secret":"s","refresh_token":"r","token_uri":"{{server.Url}}/token"}""");

        await RequestAsync();

        var form = Assert.Single(server.Requests).Form;
        Assert.Equal(("refresh_token", "i", "s", "r"), (form["grant_type"], form["client_id"], form["client_secret"], form["refresh_token"]));
    }

    [Fact]
    public async Task Machine_has_a_metadata_server()
    {
        await using var server = await TokenServer.StartAsync(Answer);
        _environment["GCE_METADATA_HOST"] = server.Host;

        await RequestAsync();

        var request = Assert.Single(server.Requests);
        Assert.StartsWith("GET /computeMetadata/v1/instance/service-accounts/default/token?scopes=", request.Target, StringComparison.Ordinal);
        Assert.Equal("Google", request.Headers["Metadata-Flavor"]);
    }

    [Theory]
    [InlineData("{}", "another type")]
    [InlineData("""{"type":"external_account"}""", "another type")]
    [InlineData("""{"type":"service_account","client_email":"a","private_key":"s3cret"}""", "private key")]
    [InlineData("""{"type":"service_account","client_email":"a"}""", "has no private_key")]
    [InlineData("""{"type":"authorized_user","client_id":"a","client_secret":"s3cret","refresh_token":"s3cret","token_uri":"x"}""", "invalid token_uri")]
    [InlineData("s3cret", "is not JSON")]
    public async Task Invalid_file_is_an_error_without_secrets(string content, string message)
    {
        _environment["GOOGLE_APPLICATION_CREDENTIALS"] = Write("key.json", content);

        var failure = await Assert.ThrowsAsync<InvalidDataException>(RequestAsync);

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    private Task<ExpiringCredentials> RequestAsync() =>
        new GoogleSource(_environment.GetValueOrDefault, _client, _client, _time).RequestAsync(default);

    private string Write(string name, string content)
    {
        File.WriteAllText(_folder[name], content);
        return _folder[name];
    }
}
#endif

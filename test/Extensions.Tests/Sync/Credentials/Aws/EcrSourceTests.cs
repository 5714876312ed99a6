#if EXT_SYNC
using System.Text;
using Microsoft.AspNetCore.Http;
using Xunit;
using Zot.Extensions.Sync.Credentials;
using Zot.Extensions.Sync.Credentials.Aws;
using Zot.Testing;

namespace Zot.Extensions.Tests.Sync.Credentials.Aws;

public sealed class EcrSourceTests : IDisposable
{
    private static readonly Uri Registry = new("https://123456789012.dkr.ecr.eu-central-1.amazonaws.com");
    private static readonly string Answer =
        $$"""{"authorizationData":[{"authorizationToken":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes("AWS:pass:word"))}}","expiresAt":1.8E9}]}""";

    private readonly Dictionary<string, string> _environment = [];
    private readonly TemporaryDirectory _folder = new();
    private readonly TokenClient _client = new(TimeProvider.System, usesProxy: false);

    [Fact]
    public async Task Password_is_requested_for_the_account_with_a_signature()
    {
        await using var server = await StartAsync();
        SetKey();
        _environment["AWS_SESSION_TOKEN"] = "session";

        var credentials = await RequestAsync();

        Assert.Equal(("AWS", DateTimeOffset.FromUnixTimeSeconds(1_800_000_000)), (credentials.Credentials.User, credentials.Expires));
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST /", """{"registryIds":["123456789012"]}"""), (request.Target, request.Body));
        Assert.Equal("AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken", request.Headers["X-Amz-Target"]);
        Assert.Equal(("application/x-amz-json-1.1", "session"), (request.Headers["Content-Type"], request.Headers["X-Amz-Security-Token"]));
        var headers = new SortedDictionary<string, string>(request.Headers
            .Where(static header => header.Key.ToLowerInvariant() is "host" or "content-type" or "x-amz-date" or "x-amz-target" or "x-amz-security-token")
            .ToDictionary(static header => header.Key.ToLowerInvariant(), static header => header.Value), StringComparer.Ordinal);
        Assert.Equal(
            AwsSignature.Sign(new AwsKey("id", "secret", "session"), "eu-central-1", "ecr", headers, Encoding.UTF8.GetBytes(request.Body)),
            request.Headers["Authorization"]);
    }

    [Fact]
    public async Task Key_is_found_in_the_shared_files()
    {
        await using var server = await StartAsync();
        _environment["HOME"] = _folder.Path;
        Directory.CreateDirectory(_folder[".aws"]);
        File.WriteAllText(_folder[".aws/credentials"], "[other]\naws_access_key_id=no\n[default]\n# comment\naws_access_key_id = shared\naws_secret_access_key=a=b\n");
        File.WriteAllText(_folder[".aws/config"], "[profile work]\r\naws_access_key_id=configured\r\naws_secret_access_key=s\r\n");

        await RequestAsync();
        _environment["AWS_PROFILE"] = "work";
        await RequestAsync();

        Assert.Equal(["shared", "configured"], server.Requests.Select(KeyIn));
    }

    [Fact]
    public async Task Web_identity_is_exchanged()
    {
        await using var server = await StartAsync();
        File.WriteAllText(_folder["token"], "jwt\n");
        (_environment["AWS_WEB_IDENTITY_TOKEN_FILE"], _environment["AWS_ROLE_ARN"]) = (_folder["token"], "arn:role");

        await RequestAsync();

        var form = server.Requests.First().Form;
        Assert.Equal(("AssumeRoleWithWebIdentity", "arn:role", "jwt"), (form["Action"], form["RoleArn"], form["WebIdentityToken"]));
        Assert.Equal(("web", "t"), (KeyIn(server.Requests.Last()), server.Requests.Last().Headers["X-Amz-Security-Token"]));
    }

    [Fact]
    public async Task Key_of_a_container_is_requested_with_its_token()
    {
        await using var server = await StartAsync();
        File.WriteAllText(_folder["token"], "container\n");
        _environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = $"{server.Url}/container";
        _environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = _folder["token"];

        await RequestAsync();

        Assert.Equal(("GET /container", "container"), (server.Requests.First().Target, server.Requests.First().Headers["Authorization"]));
        Assert.Equal("metadata", KeyIn(server.Requests.Last()));
    }

    [Fact]
    public async Task Key_of_a_machine_is_requested_with_a_session()
    {
        await using var server = await StartAsync();
        _environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = server.Url;

        await RequestAsync();

        Assert.Equal(
            ["PUT /latest/api/token", "GET /latest/meta-data/iam/security-credentials/", "GET /latest/meta-data/iam/security-credentials/role", "POST /"],
            server.Requests.Select(static request => request.Target));
        Assert.Equal("imds", server.Requests.ElementAt(2).Headers["X-aws-ec2-metadata-token"]);
        Assert.Equal("metadata", KeyIn(server.Requests.Last()));
    }

    [Theory]
    [InlineData("AWS_EC2_METADATA_DISABLED", "true", "no AWS credentials were found")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://example.org/", "must be an https URL")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "x", "must be an https URL")]
    public async Task Missing_key_is_an_error(string variable, string value, string message)
    {
        _environment[variable] = value;

        var failure = await Assert.ThrowsAsync<InvalidDataException>(RequestAsync);

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://registry.example.org")]
    [InlineData("https://123.dkr.ecr.eu_1.amazonaws.com")]
    public async Task Other_host_is_an_error(string url)
    {
        SetKey();

        await Assert.ThrowsAsync<InvalidDataException>(() => Source(new Uri(url)).RequestAsync(default));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"authorizationData":{}}""")]
    [InlineData("""{"authorizationData":[]}""")]
    [InlineData("""{"authorizationData":[{"authorizationToken":"%"}]}""")]
    [InlineData("""{"authorizationData":[{"authorizationToken":"QVdT"}]}""")]
    public async Task Invalid_response_is_an_error(string answer)
    {
        await using var server = await StartAsync(answer);
        SetKey();

        await Assert.ThrowsAsync<InvalidDataException>(RequestAsync);
    }

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    private static string KeyIn(TokenRequest request) => request.Headers["Authorization"].Split('=', '/')[1];

    private static Task RespondAsync(HttpContext context, string answer) => context.Request.Path.Value switch
    {
        "/latest/api/token" => context.Response.WriteAsync("imds"),
        "/latest/meta-data/iam/security-credentials/" => context.Response.WriteAsync("role\n"),
        "/latest/meta-data/iam/security-credentials/role" or "/container" =>
            context.Response.WriteAsync("""{"AccessKeyId":"metadata","SecretAccessKey":"s","Token":"t"}"""),
        _ when context.Request.ContentType == "application/x-www-form-urlencoded" => context.Response.WriteAsync(
            """<R xmlns="https://sts"><C><AccessKeyId>web</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken></C></R>"""),
        _ => context.Response.WriteAsync(answer),
    };

    private async Task<TokenServer> StartAsync(string? answer = null)
    {
        var server = await TokenServer.StartAsync(context => RespondAsync(context, answer ?? Answer));
        _environment["AWS_ENDPOINT_URL"] = server.Url;
        return server;
    }

    private void SetKey() =>
        (_environment["AWS_ACCESS_KEY_ID"], _environment["AWS_SECRET_ACCESS_KEY"]) = ("id", "secret");

    private Task<ExpiringCredentials> RequestAsync() => Source(Registry).RequestAsync(default);

    private EcrSource Source(Uri registry) =>
        new(registry, new AwsKeyChain(_environment.GetValueOrDefault, _client, _client), _client, _environment.GetValueOrDefault, TimeProvider.System);
}
#endif

#if EXT_SYNC
using Xunit;
using Zot.Configuration.Extensions;
using Zot.Extensions.Sync.Credentials;
using Zot.Testing;

namespace Zot.Extensions.Tests.Sync.Credentials;

public sealed class CredentialsFactoryTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly CollectingLogger<CredentialsFactory> _logger = new();

    [Theory]
    [InlineData("https://registry.example.org", "registry.example.org")]
    [InlineData("https://Registry.example.org:443/path", "Registry.example.org:443")]
    [InlineData("https://Registry.example.org:443", "registry.example.org")]
    [InlineData("http://127.0.0.1:5000", "127.0.0.1:5000")]
    [InlineData("https://docker.io", "docker.io")]
    [InlineData("https://docker.io", "registry-1.docker.io")]
    public void Registry_is_found_in_the_file_by_its_host(string url, string key)
    {
        using var factory = Create($$"""{"{{key}}": {"username": "user", "password": "word"} }""");

        Assert.Equal("user", factory.Create(new SyncRegistryOptions())(new Uri(url)).Current?.User);
    }

    [Theory]
    [InlineData("ecr")]
    [InlineData("gcp")]
    [InlineData("magic")]
    public async Task Registry_with_a_helper_does_not_use_the_file(string helper)
    {
        using var factory = Create("""{"host": {"username": "user", "password": "word"}}""");
        var credentials = factory.Create(new SyncRegistryOptions { CredentialHelper = helper })(new Uri("https://host"));

        await credentials.RefreshAsync(default);

        Assert.Null(credentials.Current);
        Assert.Equal(helper == "magic" ? [] : ["9080"], _logger.Lines.Select(static line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task Token_of_OAuth2_is_shared_by_all_URLs()
    {
        await using var server = await TokenServer.StartAsync("""{"access_token":"abc","expires_in":3600}""");
        File.WriteAllText(_folder["assertion"], "a");
        using var factory = Create("{}");
        var create = factory.Create(new SyncRegistryOptions
        {
            CredentialHelper = "oauth2",
            OAuth2CredentialHelper = new OAuth2CredentialHelperOptions { TokenUrl = server.Url, AssertionFile = _folder["assertion"] },
        });

        await create(new Uri("https://a")).RefreshAsync(default);
        await create(new Uri("https://b")).RefreshAsync(default);

        Assert.Equal("<token>", create(new Uri("https://c")).Current!.User);
        Assert.Single(server.Requests);
    }

    public void Dispose() => _folder.Dispose();

    // The metadata services are replaced by closed ports.
    private CredentialsFactory Create(string file)
    {
        File.WriteAllText(_folder["credentials.json"], file);
        var environment = new Dictionary<string, string>
        {
            ["HOME"] = _folder.Path,
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["GCE_METADATA_HOST"] = "127.0.0.1:1",
        };
        return new CredentialsFactory(_folder["credentials.json"], environment.GetValueOrDefault, TimeProvider.System, _logger);
    }
}
#endif

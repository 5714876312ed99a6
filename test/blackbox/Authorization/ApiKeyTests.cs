using System.Text;
using System.Text.Json;

namespace Zot.BlackBox.Authorization;

/// <summary>API keys, with real clients.</summary>
public sealed class ApiKeyTests
{
    private const string Route = "/zot/auth/apikey";

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Key_authenticates_its_user_until_removed(string build)
    {
        await using var zot = await StartAsync(build);
        using var alice = new RegistryClient(zot.Address, Htpasswd.Basic("alice", "wonderland"));
        var made = await CreateAsync(alice, """{"label":"ci","scopes":["push"]}""");
        var key = made.GetProperty("apiKey").GetString()!;
        using var program = new RegistryClient(zot.Address, Htpasswd.Basic("alice", key));

        await program.PushAsync("team/app", Manifest.Image(), "v1");
        (await program.GetAsync("/v2/team/app/manifests/v1")).Expect(200);
        (await program.DeleteAsync("/v2/team/app/manifests/v1")).Expect(403);
        using (var bob = new RegistryClient(zot.Address, Htpasswd.Basic("bob", key)))
        {
            (await bob.GetAsync("/v2/team/app/manifests/v1")).Expect(401);
        }

        await zot.StopAsync();
        await zot.StartAgainAsync();

        (await program.GetAsync("/v2/team/app/manifests/v1")).Expect(200);
        var listed = Assert.Single((await alice.GetAsync(Route)).Expect(200).Json.GetProperty("apiKeys").EnumerateArray());
        Assert.False(listed.TryGetProperty("apiKey", out _));
        Assert.Equal(("ci", "push", false, "manual", "0001-01-01T00:00:00Z"), (
            listed.GetProperty("label").GetString(), listed.GetProperty("scopes")[0].GetString(), listed.GetProperty("isExpired").GetBoolean(),
            listed.GetProperty("generatedBy").GetString(), listed.GetProperty("expirationDate").GetString()));
        Assert.StartsWith("20", listed.GetProperty("lastUsed").GetString(), StringComparison.Ordinal);

        (await alice.DeleteAsync($"{Route}?id={listed.GetProperty("uuid").GetString()}")).Expect(200);

        (await program.GetAsync("/v2/team/app/manifests/v1")).Expect(401);
        Assert.Empty((await alice.GetAsync(Route)).Expect(200).Json.GetProperty("apiKeys").EnumerateArray());
        await zot.StopAsync();
        Assert.DoesNotContain(key["zak_".Length..], zot.Log, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Skopeo_logs_in_with_a_key(string build)
    {
        await using var zot = await StartAsync(build);
        using var alice = new RegistryClient(zot.Address, Htpasswd.Basic("alice", "wonderland"));
        await alice.PushAsync("team/app", Manifest.Image(), "v1");
        var key = (await CreateAsync(alice, "{}")).GetProperty("apiKey").GetString()!;

        var seen = await Tool.RunAsync(
            "skopeo", "inspect", "--raw", "--tls-verify=false", "--creds", $"alice:{key}", $"docker://{zot.Address.Authority}/team/app:v1");

        Assert.Contains("schemaVersion", seen, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Key_of_removed_user_is_rejected(string build)
    {
        await using var zot = await StartAsync(build);
        using var alice = new RegistryClient(zot.Address, Htpasswd.Basic("alice", "wonderland"));
        var key = (await CreateAsync(alice, "{}")).GetProperty("apiKey").GetString()!;
        using var program = new RegistryClient(zot.Address, Htpasswd.Basic("alice", key));
        (await program.GetAsync("/v2/")).Expect(200);

        await File.WriteAllTextAsync(zot.Folder.Combine("htpasswd"), Htpasswd.Bob);

        await Eventually.TrueAsync(async () => (await program.GetAsync("/v2/")).Status == 401, "the key is rejected");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("", 400)]
    [BothBuilds("no json", 400)]
    [BothBuilds("[]", 400)]
    [BothBuilds("""{"label":1}""", 400)]
    [BothBuilds("""{"scopes":"push"}""", 400)]
    [BothBuilds("""{"expirationDate":"tomorrow"}""", 400)]
    [BothBuilds("""{"expirationDate":"2999-01-02T15:04:05"}""", 400)]
    [BothBuilds("""{"expirationDate":"2001-01-02T15:04:05Z"}""", 400)]
    [BothBuilds("""{"expirationDate":"2999-01-02T15:04:05Z"}""", 201)]
    [BothBuilds("""{"expirationDate":"2999-01-02T15:04:05.5+02:00"}""", 201)]
    [BothBuilds("""{"expirationDate":""}""", 201)]
    public async Task Create_validates_the_request(string build, string body, int status)
    {
        await using var zot = await StartAsync(build);
        using var alice = new RegistryClient(zot.Address, Htpasswd.Basic("alice", "wonderland"));

        var answer = (await SendAsync(alice, body)).Expect(status);

        if (status != 201)
        {
            Assert.Empty(answer.Body);
        }
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Create_rejects_a_request_that_is_too_large(string build)
    {
        await using var zot = await StartAsync(build);
        using var alice = new RegistryClient(zot.Address, Htpasswd.Basic("alice", "wonderland"));
        var label = new string('x', 8 * 1024);

        (await SendAsync(alice, $$"""{"label":"{{label}}"}""")).Expect(413);
        (await SendAsync(alice, $$"""{"label":"{{label[..(7 * 1024)]}}"}""")).Expect(201);
    }

    private static Task<Answer> SendAsync(RegistryClient client, string body) =>
        client.SendAsync("POST", Route, new ByteArrayContent(Encoding.UTF8.GetBytes(body)), ("Content-Type", "application/json"));

    private static async Task<JsonElement> CreateAsync(RegistryClient client, string body)
    {
        var made = (await SendAsync(client, body)).Expect(201);
        made.ExpectHeader("Cache-Control", "no-store");
        Assert.Matches("^zak_[0-9a-f]{32}$", made.Json.GetProperty("apiKey").GetString());
        return made.Json;
    }

    private static Task<ZotProcess> StartAsync(string build) => ZotProcess.StartAsync(build, static (options, folder) =>
    {
        AccessConfiguration.AddUsers(options, folder, [("alice", Htpasswd.Alice), ("bob", Htpasswd.Bob)]);
        options["http"]!["auth"]!["apikey"] = true;
        AccessConfiguration.Allow(options, "**", "alice", "read", "create");
        AccessConfiguration.Allow(options, "**", "bob", "read");
    });
}

using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Distribution;

/// <summary>Users of an htpasswd file.</summary>
public sealed class HtpasswdTests
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Registry_routes_require_a_user_and_health_routes_do_not(string build)
    {
        await using var zot = await StartAsync(build, Htpasswd.Alice);

        foreach (var path in new[] { "/v2/", "/v2/_catalog", "/v2/app/tags/list", "/v2/app/manifests/v1", $"/v2/app/blobs/{Blob.Empty.Digest}" })
        {
            var refused = (await zot.Client.GetAsync(path)).Expect(401);
            refused.ExpectHeader("WWW-Authenticate", "Basic realm=\"Authorization Required\"").ExpectHeader("Content-Type", "application/json");
            Assert.Equal("UNAUTHORIZED", refused.Json.GetProperty("code").GetString());
            Assert.NotEmpty(refused.Json.GetProperty("message").GetString()!);
        }

        (await zot.Client.PostAsync("/v2/app/blobs/uploads/")).Expect(401);
        (await zot.Client.GetAsync("/livez")).Expect(200);
        (await zot.Client.GetAsync("/readyz")).Expect(200);
        Assert.False(Directory.Exists(Path.Combine(zot.Data, "app")));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("alice", "wonderland")]
    [BothBuilds("bob", "builder")]
    [BothBuilds("carol", "singer")]
    public async Task A_user_of_each_kind_of_hash_pushes_and_pulls(string build, string user, string password)
    {
        await using var zot = await StartAsync(build, $"{Htpasswd.Alice}\n{Htpasswd.Bob}\n{Htpasswd.Carol}\n");
        using var client = new RegistryClient(zot.Address, Htpasswd.Basic(user, password));
        var image = Manifest.Image();

        (await client.GetAsync("/v2/")).Expect(200);
        await client.PushAsync("app", image, "v1");

        (await client.GetAsync("/v2/app/manifests/v1")).Expect(200).ExpectBody(image.Content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("Basic YWxpY2U6d3Jvbmc=")]
    [BothBuilds("Basic YWxpY2U6")]
    [BothBuilds("Basic bm9ib2R5OndvbmRlcmxhbmQ=")]
    [BothBuilds("Basic YWxpY2U=")]
    [BothBuilds("Basic ***")]
    [BothBuilds("Basic")]
    [BothBuilds("Bearer YWxpY2U6d29uZGVybGFuZA==")]
    [BothBuilds("nonsense")]
    public async Task Wrong_credentials_are_401(string build, string authorization)
    {
        await using var zot = await StartAsync(build, Htpasswd.Alice);
        using var client = new RegistryClient(zot.Address, authorization);

        (await client.GetAsync("/v2/")).Expect(401);
        (await client.GetAsync("/v2/_catalog")).Expect(401);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Changed_file_is_reloaded(string build)
    {
        await using var zot = await StartAsync(build, Htpasswd.Alice);
        using var bob = new RegistryClient(zot.Address, Htpasswd.Basic("bob", "builder"));
        using var alice = new RegistryClient(zot.Address, Htpasswd.Basic("alice", "wonderland"));
        (await bob.GetAsync("/v2/")).Expect(401);
        (await alice.GetAsync("/v2/")).Expect(200);

        var next = zot.Folder.Write("htpasswd.next", Htpasswd.Bob);
        File.Move(next, zot.Folder.Combine("htpasswd"), overwrite: true);

        await Eventually.TrueAsync(async () => (await bob.GetAsync("/v2/")).Status == 200, "bob can log in");
        (await alice.GetAsync("/v2/")).Expect(401);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Passwords_and_hashes_are_not_logged(string build)
    {
        await using var zot = await StartAsync(build, Htpasswd.Alice);
        using var client = new RegistryClient(zot.Address, Htpasswd.Basic("alice", "wonderland"));
        (await client.GetAsync("/v2/")).Expect(200);
        await client.PushAsync("app", Manifest.Image(), "v1");

        await zot.StopAsync();

        Assert.DoesNotContain("wonderland", zot.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes("alice:wonderland")), zot.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(Htpasswd.Alice[6..], zot.Log, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Configured_realm_is_sent(string build)
    {
        await using var zot = await StartAsync(build, Htpasswd.Alice, auth => auth.Parent!["realm"] = "zot");

        (await zot.Client.GetAsync("/v2/")).Expect(401).ExpectHeader("WWW-Authenticate", "Basic realm=\"zot\"");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Web_interface_gets_no_challenge(string build)
    {
        await using var zot = await StartAsync(build, Htpasswd.Alice);

        (await zot.Client.GetAsync("/v2/", ("X-ZOT-API-CLIENT", "zot-ui"))).Expect(401).ExpectHeader("WWW-Authenticate", null);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Verified_credentials_are_cached(string build)
    {
        await using var zot = await StartAsync(build, Htpasswd.Dora);
        using var dora = new RegistryClient(zot.Address, Htpasswd.Basic("dora", "explorer"));
        var watch = Stopwatch.StartNew();
        (await dora.GetAsync("/v2/")).Expect(200);
        var once = watch.Elapsed;

        watch.Restart();
        for (var i = 0; i < 100; i++)
        {
            (await dora.GetAsync("/v2/")).Expect(200);
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, 60 * once);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Response_to_a_wrong_password_is_delayed_by_failDelay(string build)
    {
        await using var zot = await StartAsync(build, Htpasswd.Alice, auth => auth["failDelay"] = 1);
        using var guesser = new RegistryClient(zot.Address, Htpasswd.Basic("alice", "wrong"));

        var watch = Stopwatch.StartNew();
        (await guesser.GetAsync("/v2/")).Expect(401);

        Assert.InRange(watch.Elapsed.TotalSeconds, 0.99, 60);
    }

    private static Task<ZotProcess> StartAsync(string build, string users, Action<JsonObject>? configure = null) =>
        ZotProcess.StartAsync(build, (options, folder) =>
        {
            var path = Path.Combine(folder, "htpasswd");
            File.WriteAllText(path, users);
            var auth = new JsonObject { ["htpasswd"] = new JsonObject { ["path"] = path } };
            options["http"]!["auth"] = auth;
            configure?.Invoke(auth);
        });
}

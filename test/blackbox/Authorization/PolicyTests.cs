using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Authorization;

/// <summary><c>http.accessControl</c>: what the table of routes does not show.</summary>
public sealed class PolicyTests
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds("docker/27.3.1 go/go1.22.7", 401)]
    [BothBuilds("Mozilla Docker-Client/27.3.1 (linux)", 401)]
    [BothBuilds("skopeo/1.9.3", 200)]
    [BothBuilds("containers/5.24.1 (github.com/containers/image)", 200)]
    [BothBuilds("", 200)]
    public async Task Docker_is_asked_who_it_is_where_some_may_do_more_than_others(string build, string agent, int status)
    {
        await using var zot = await StartAsync(build, (options, _) => OpenPublic(options));
        using var alice = Alice(zot);

        var answer = (await zot.Client.GetAsync("/v2/", ("User-Agent", agent))).Expect(status);

        Assert.StartsWith("basic", answer.Header("WWW-Authenticate"), StringComparison.OrdinalIgnoreCase);
        (await alice.GetAsync("/v2/", ("User-Agent", agent))).Expect(200);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Docker_is_let_in_where_nobody_has_a_name(string build)
    {
        await using var zot = await ZotProcess.StartAsync(
            build, (options, _) => AccessConfiguration.RepositoryOf(options, "**")["anonymousPolicy"] = AccessConfiguration.Texts("read", "create"));

        (await zot.Client.GetAsync("/v2/", ("User-Agent", "docker/27.3.1"))).Expect(200);
        await zot.Client.PushAsync("app", Manifest.Image(), "v1");
        (await zot.Client.GetAsync("/v2/app/manifests/v1")).Expect(200);
        (await zot.Client.DeleteAsync("/v2/app/manifests/v1")).ExpectError(401, "UNAUTHORIZED");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Whoever_lacks_the_right_is_told_so_in_the_words_of_the_specification(string build)
    {
        await using var zot = await StartAsync(build, (options, _) => OpenPublic(options));
        using var bob = Bob(zot);

        (await bob.PostAsync("/v2/team/app/blobs/uploads/")).ExpectError(403, "DENIED")
            .ExpectHeader("WWW-Authenticate", "Basic realm=\"Authorization Required\"");
        (await zot.Client.PostAsync("/v2/public/app/blobs/uploads/")).ExpectError(401, "UNAUTHORIZED")
            .ExpectHeader("WWW-Authenticate", "Basic realm=\"Authorization Required\"");
        Assert.False(Directory.Exists(Path.Combine(zot.Data, "team")));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task The_reason_of_a_condition_is_told_to_users(string build)
    {
        await using var zot = await StartAsync(build, (options, _) =>
        {
            var policy = AccessConfiguration.Policy("users", "alice", "read");
            policy["conditions"] = new JsonArray(new JsonObject
            {
                ["expression"] = "req.userAgent.startsWith('build/') && req.repository == 'team/app' && !req.tls.enabled",
                ["message"] = "only the build may pull",
            });
            AccessConfiguration.RepositoryOf(options, "team/**")["policies"] = new JsonArray(policy);
        });
        using var alice = Alice(zot);

        var refused = (await alice.GetAsync("/v2/team/app/tags/list", ("User-Agent", "curl/8"))).ExpectError(403, "DENIED", "reason");
        var allowed = await alice.GetAsync("/v2/team/app/tags/list", ("User-Agent", "build/7"));

        Assert.Equal("only the build may pull", refused.Json.GetProperty("errors")[0].GetProperty("detail").GetProperty("reason").GetString());
        allowed.ExpectError(404, "NAME_UNKNOWN");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Who_is_to_notice_does_not_delete_what_several_tags_share(string build)
    {
        await using var zot = await StartAsync(build, (options, _) =>
        {
            AccessConfiguration.Allow(options, "**", "alice", "read", "create", "update", "delete", "detectManifestCollision");
            AccessConfiguration.Allow(options, "**", "bob", "delete");
        });
        using var alice = Alice(zot);
        using var bob = Bob(zot);
        var image = Manifest.Image();
        await alice.PushAsync("app", image, "v1");
        (await alice.PutManifestAsync("app", "v2", image)).Expect(201);

        (await alice.DeleteAsync($"/v2/app/manifests/{image.Digest}")).ExpectError(409, "MANIFEST_INVALID");

        Assert.Equal(["v1", "v2"], await alice.TagsAsync("app"));
        (await bob.DeleteAsync($"/v2/app/manifests/{image.Digest}")).Expect(202);
        (await alice.GetAsync("/v2/app/manifests/v1")).Expect(404);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task A_push_by_digest_asks_for_the_right_of_each_of_its_tags(string build)
    {
        await using var zot = await StartAsync(build, (options, _) =>
        {
            AccessConfiguration.Allow(options, "**", "alice", "create");
            AccessConfiguration.Allow(options, "**", "bob", "create", "update");
        });
        using var alice = Alice(zot);
        using var bob = Bob(zot);
        var image = Manifest.Image();
        await alice.PushAsync("app", image, "old");

        async Task<Answer> PushAsync(RegistryClient client, string tags) => await client.PutAsync(
            $"/v2/app/manifests/{image.Digest}?{tags}", image.Content, ("Content-Type", image.MediaType));

        (await PushAsync(alice, "tag=old&tag=new")).ExpectError(403, "DENIED");
        (await PushAsync(alice, "tag=new")).Expect(201);
        (await PushAsync(bob, "tag=old&tag=newer")).Expect(201);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task The_catalog_has_what_one_may_read(string build)
    {
        await using var zot = await StartAsync(build, (options, _) =>
        {
            OpenPublic(options);
            AccessConfiguration.AccessOf(options)["adminPolicy"] = AccessConfiguration.Policy("users", "carol", "read", "create");
        });
        using var alice = Alice(zot);
        using var bob = Bob(zot);
        using var carol = new RegistryClient(zot.Address, Htpasswd.Basic("carol", "singer"));
        foreach (var repository in new[] { "public/app", "secret/app", "team/app" })
        {
            await carol.PushAsync(repository, Manifest.Image(), "v1");
        }

        Assert.Equal(["public/app", "secret/app", "team/app"], (await carol.GetAsync("/v2/_catalog")).Strings("repositories"));
        Assert.Equal(["team/app"], (await alice.GetAsync("/v2/_catalog")).Strings("repositories"));
        Assert.Empty((await bob.GetAsync("/v2/_catalog")).Strings("repositories"));
        Assert.Equal(["public/app"], (await zot.Client.GetAsync("/v2/_catalog")).Strings("repositories"));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Changed_rights_take_effect_while_the_server_runs(string build)
    {
        await using var zot = await StartAsync(build, (_, _) => { });
        using var bob = Bob(zot);
        await bob.PushAsync("team/app", Manifest.Image(), "v1");

        zot.Configure((options, _) => AccessConfiguration.Allow(options, "**", "alice", "read"));
        await Eventually.TrueAsync(async () => (await bob.GetAsync("/v2/team/app/manifests/v1")).Status == 403, "bob may read no more");
        zot.Configure((options, _) => AccessConfiguration.Allow(options, "team/*", "bob", "read"));
        await Eventually.TrueAsync(async () => (await bob.GetAsync("/v2/team/app/manifests/v1")).Status == 200, "bob may read again");
        zot.Configure((options, _) => AccessConfiguration.RepositoryOf(options, "team/app/**")["anonymousPolicy"] = AccessConfiguration.Texts("read"));
        await Eventually.TrueAsync(async () => (await zot.Client.GetAsync("/v2/team/app/manifests/v1")).Status == 200, "everybody may read");

        // The longest glob counts, and it says nothing of bob.
        (await bob.GetAsync("/v2/team/app/manifests/v1")).Expect(403);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Only_who_sends_credentials_is_kept_waiting(string build)
    {
        await using var zot = await StartAsync(build, (options, _) =>
        {
            AccessConfiguration.AuthOf(options)["failDelay"] = 4;
            AccessConfiguration.Allow(options, "**", "alice", "read");
        });
        using var wrong = new RegistryClient(zot.Address, Htpasswd.Basic("alice", "wrong"));
        using var bob = Bob(zot);

        var delayed = Task.WhenAll(SecondsAsync(wrong, 401), SecondsAsync(bob, 403));
        await SecondsAsync(zot.Client, 401); // the first takes longer than all that follow
        Assert.InRange(await SecondsAsync(zot.Client, 401), 0, 3.9);
        Assert.All(await delayed, static seconds => Assert.InRange(seconds, 3.98, 60));
    }

    private static async Task<double> SecondsAsync(RegistryClient client, int status)
    {
        var watch = Stopwatch.StartNew();
        (await client.GetAsync("/v2/app/tags/list")).Expect(status);
        return watch.Elapsed.TotalSeconds;
    }

    private static Task<ZotProcess> StartAsync(string build, Action<JsonObject, string> configure) =>
        ZotProcess.StartAsync(build, (options, folder) =>
        {
            AccessConfiguration.AddUsers(options, folder, ("alice", Htpasswd.Alice), ("bob", Htpasswd.Bob), ("carol", Htpasswd.Carol));
            configure(options, folder);
        });

    private static void OpenPublic(JsonObject options)
    {
        AccessConfiguration.RepositoryOf(options, "public/**")["anonymousPolicy"] = AccessConfiguration.Texts("read");
        AccessConfiguration.Allow(options, "team/**", "alice", "read", "create");
    }

    private static RegistryClient Alice(ZotProcess zot) => new(zot.Address, Htpasswd.Basic("alice", "wonderland"));

    private static RegistryClient Bob(ZotProcess zot) => new(zot.Address, Htpasswd.Basic("bob", "builder"));
}

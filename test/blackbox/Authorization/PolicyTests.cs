using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Authorization;

/// <summary><c>http.accessControl</c>: cases that the table of routes does not cover.</summary>
public sealed class PolicyTests
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds("docker/27.3.1 go/go1.22.7", 401)]
    [BothBuilds("Mozilla Docker-Client/27.3.1 (linux)", 401)]
    [BothBuilds("skopeo/1.9.3", 200)]
    [BothBuilds("containers/5.24.1 (github.com/containers/image)", 200)]
    [BothBuilds("", 200)]
    public async Task Docker_is_challenged_if_anonymous_and_user_rights_differ(string build, string agent, int status)
    {
        await using var zot = await StartAsync(build, (options, _) => OpenPublic(options));
        using var alice = Alice(zot);

        var answer = (await zot.Client.GetAsync("/v2/", ("User-Agent", agent))).Expect(status);

        Assert.StartsWith("basic", answer.Header("WWW-Authenticate"), StringComparison.OrdinalIgnoreCase);
        (await alice.GetAsync("/v2/", ("User-Agent", agent))).Expect(200);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Docker_is_not_challenged_if_all_rights_are_anonymous(string build)
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
    public async Task Denied_request_gets_the_error_of_the_specification(string build)
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
    public async Task Denied_request_contains_the_message_of_the_condition(string build)
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
    public async Task DetectManifestCollision_rejects_delete_of_manifest_with_several_tags(string build)
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
    public async Task Push_by_digest_requires_the_right_for_each_tag(string build)
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
    public async Task Catalog_lists_readable_repositories_only(string build)
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
    public async Task Changed_rights_take_effect_without_restart(string build)
    {
        await using var zot = await StartAsync(build, (_, _) => { });
        using var bob = Bob(zot);
        await bob.PushAsync("team/app", Manifest.Image(), "v1");

        zot.Configure((options, _) => AccessConfiguration.Allow(options, "**", "alice", "read"));
        await Eventually.TrueAsync(async () => (await bob.GetAsync("/v2/team/app/manifests/v1")).Status == 403, "bob can no longer read");
        zot.Configure((options, _) => AccessConfiguration.Allow(options, "team/*", "bob", "read"));
        await Eventually.TrueAsync(async () => (await bob.GetAsync("/v2/team/app/manifests/v1")).Status == 200, "bob can read again");
        zot.Configure((options, _) => AccessConfiguration.RepositoryOf(options, "team/app/**")["anonymousPolicy"] = AccessConfiguration.Texts("read"));
        await Eventually.TrueAsync(async () => (await zot.Client.GetAsync("/v2/team/app/manifests/v1")).Status == 200, "anonymous callers can read");

        // Only the longest glob applies, and it does not list bob.
        (await bob.GetAsync("/v2/team/app/manifests/v1")).Expect(403);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Fail_delay_applies_to_requests_with_credentials_only(string build)
    {
        await using var zot = await StartAsync(build, (options, _) =>
        {
            AccessConfiguration.AuthOf(options)["failDelay"] = 4;
            AccessConfiguration.Allow(options, "**", "alice", "read");
        });
        using var wrong = new RegistryClient(zot.Address, Htpasswd.Basic("alice", "wrong"));
        using var bob = Bob(zot);

        var delayed = Task.WhenAll(SecondsAsync(wrong, 401), SecondsAsync(bob, 403));
        await SecondsAsync(zot.Client, 401); // warm-up: the first request is slower
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

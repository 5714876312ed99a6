using System.Text.Json.Nodes;
using Zot.BlackBox.Authorization;
using Zot.BlackBox.Clients;

namespace Zot.BlackBox.Extensions;

/// <summary>Tests the options of an upstream registry.</summary>
public sealed class SyncOptionTests
{
    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Docker_manifests_are_converted_once_unless_digests_are_preserved(string build)
    {
        await using var pair = await SyncPair.StartAsync(build);
        var (image, other) = (Manifest.DockerImage(), Manifest.DockerImage());
        var list = Manifest.DockerList(image, other);
        await pair.Upstream.Client.PushAsync("app", list, "v1");

        var converted = (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(200).ExpectHeader("Content-Type", MediaType.Index);

        await pair.HasTagAsync("app", "v1");
        foreach (var child in converted.Json.GetProperty("manifests").EnumerateArray())
        {
            (await pair.Mirror.Client.GetAsync($"/v2/app/manifests/{child.GetProperty("digest").GetString()}")).Expect(200).ExpectHeader("Content-Type", MediaType.Image);
        }

        // By its own digest it is what it is upstream.
        (await pair.Mirror.Client.GetAsync($"/v2/app/manifests/{list.Digest}")).Expect(200).ExpectBody(list.Content);
        await pair.Mirror.LogsAsync("successfully synced image");
        pair.Proxy.Clear();
        (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(200).ExpectBody(converted.Body);
        Assert.Equal(0, pair.Proxy.Count("GET /v2/app/manifests/v1"));
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Digests_of_Docker_manifests_are_preserved(string build)
    {
        await using var pair = await SyncPair.StartAsync(
            build, static registry => registry["preserveDigest"] = true, static zot => zot["http"]!["compat"] = new JsonArray("docker2s2"));
        var image = Manifest.DockerImage();
        await pair.Upstream.Client.PushAsync("app", image, "v1");

        (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(200).ExpectBody(image.Content).ExpectHeader("Content-Type", MediaType.DockerImage);

        await pair.HasTagAsync("app", "v1");
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Only_the_configured_platforms_are_copied(string build)
    {
        await using var pair = await SyncPair.StartAsync(build, static registry => registry["platforms"] = new JsonArray("linux/arm64"));
        var index = RealImage.MultiPlatform();
        await pair.Upstream.Client.PushAsync("app", index, "v1");
        var (amd64, arm64) = (index.Manifests[0], index.Manifests[1]);

        (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(200).ExpectBody(index.Content);

        await pair.HasTagAsync("app", "v1");
        Assert.Equal(0, pair.Proxy.Count($"GET /v2/app/manifests/{amd64.Digest}"));
        Assert.Equal(1, pair.Proxy.Count($"GET /v2/app/manifests/{arm64.Digest}"));

        // The other one is copied when a client pulls it.
        (await pair.Mirror.Client.GetAsync($"/v2/app/manifests/{amd64.Digest}")).Expect(200).ExpectBody(amd64.Content);
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Unsigned_images_are_not_copied_if_signatures_are_required(string build)
    {
        await using var pair = await SyncPair.StartAsync(build, static registry => registry["onlySigned"] = true);
        var (unsigned, signed) = (Manifest.Image(), Manifest.Image());
        await pair.Upstream.Client.PushAsync("app", unsigned, "unsigned");
        await pair.Upstream.Client.PushAsync("app", signed, "signed");
        await pair.Upstream.Client.PushAsync("app", Manifest.Artifact("application/vnd.cncf.notary.signature", signed));

        (await pair.Mirror.Client.GetAsync("/v2/app/manifests/unsigned")).Expect(404);
        (await pair.Mirror.Client.GetAsync("/v2/app/manifests/signed")).Expect(200).ExpectBody(signed.Content);
        await pair.Mirror.LogsAsync("skipping image without mandatory signature");
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Broken_entry_is_disabled_alone(string build)
    {
        await using var upstream = await ZotProcess.StartAsync(build);
        var image = Manifest.Image();
        await upstream.Client.PushAsync("app", image, "v1");
        await using var mirror = await ZotProcess.StartAsync(build, (zot, folder) =>
        {
            Directory.CreateDirectory(Path.Combine(folder, "certs"));
            File.WriteAllText(Path.Combine(folder, "certs", "ca.crt"), "no certificate");
            var broken = SyncPair.Entry("registry.example");
            broken["certDir"] = Path.Combine(folder, "certs");
            zot["extensions"] = new JsonObject
            {
                ["sync"] = new JsonObject { ["registries"] = new JsonArray(broken, SyncPair.Entry(upstream.Host)) },
            };
        });

        (await mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(200).ExpectBody(image.Content);
        await mirror.LogsAsync("upstream registry disabled");
        var registries = (await mirror.Client.GetAsync("/v2/_zot/ext/sync")).Expect(200).Json.GetProperty("registries").EnumerateArray().ToList();
        var states = registries.Select(static one => one.GetProperty("state").GetString()).ToList();
        Assert.Equal(2, states.Count);
        Assert.Contains(states[0], (string[])["copying", "running"]);
        Assert.Equal("disabled", states[1]);
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Create_permission_is_required_for_a_copy_if_configured(string build)
    {
        await using var upstream = await ZotProcess.StartAsync(build);
        var image = Manifest.Image();
        await upstream.Client.PushAsync("app", image, "v1");
        await using var mirror = await ZotProcess.StartAsync(build, (zot, folder) =>
        {
            AccessConfiguration.AddUsers(zot, folder, ("alice", Htpasswd.Alice), ("bob", Htpasswd.Bob));
            AccessConfiguration.Allow(zot, "**", "alice", "read");
            AccessConfiguration.Allow(zot, "**", "bob", "read", "create");
            var entry = SyncPair.Entry(upstream.Host);
            entry["requireCreate"] = true;
            zot["extensions"] = new JsonObject { ["sync"] = new JsonObject { ["registries"] = new JsonArray(entry) } };
        });
        using var alice = new RegistryClient(mirror.Address, Htpasswd.Basic("alice", "wonderland"));
        using var bob = new RegistryClient(mirror.Address, Htpasswd.Basic("bob", "builder"));

        (await mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(401);
        (await alice.GetAsync("/v2/app/manifests/v1")).Expect(404);
        (await bob.GetAsync("/v2/app/manifests/v1")).Expect(200).ExpectBody(image.Content);
        await Eventually.TrueAsync(async () => (await alice.GetAsync("/v2/app/manifests/v1")).Status == 200, "the copy is readable");
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Quotas_limit_copies_only_if_configured(string build)
    {
        foreach (var applies in new[] { false, true })
        {
            await using var pair = await SyncPair.StartAsync(
                build, registry => registry["applyQuota"] = applies,
                static zot => zot["storage"]!["quotas"] = new JsonArray(new JsonObject { ["pattern"] = "**", ["maxBytes"] = 100_000 }));
            var image = RealImage.Large(1 << 20);
            await pair.Upstream.Client.PushAsync("app", image, "v1");

            (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(200);
            (await pair.Mirror.Client.GetAsync($"/v2/app/blobs/{image.Blobs[1].Digest}")).Expect(200).ExpectBody(image.Blobs[1].Content);

            if (applies)
            {
                await pair.Mirror.LogsAsync("failed to store a blob that was downloaded");
            }
            else
            {
                await pair.HasTagAsync("app", "v1");
            }
        }
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Lint_rules_reject_copies(string build)
    {
        await using var pair = await SyncPair.StartAsync(build, options: static zot =>
            zot["extensions"]!["lint"] = new JsonObject { ["enable"] = true, ["mandatoryAnnotations"] = new JsonArray("owner") });
        await pair.Upstream.Client.PushAsync("app", Manifest.Image(), "v1");

        (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(200);

        await pair.Mirror.LogsAsync("image not synced, it was rejected");
        (await pair.Mirror.Client.GetAsync("/v2/app/tags/list")).ExpectBody("""{"name":"app","tags":[]}"""u8.ToArray());
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Events_name_the_synchronization_as_the_actor(string build)
    {
        await using var receiver = new EventReceiver();
        await using var pair = await SyncPair.StartAsync(build, options: zot =>
            zot["extensions"]!["events"] = EventsConfiguration.Of(EventsConfiguration.Http(receiver.Address))["events"]!.DeepClone());
        var image = Manifest.Image();
        await pair.Upstream.Client.PushAsync("app", image, "v1");

        (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(200);

        await Eventually.TrueAsync(
            () => Task.FromResult(receiver.Taken.Any(one => one.Type == "zotregistry.image.updated" && one.Text("digest") == image.Digest)), "the event arrives");
        var updated = receiver.Taken.First(one => one.Type == "zotregistry.image.updated");
        Assert.Equal("zot-sync", updated.Body.GetProperty("actor").GetProperty("name").GetString());
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Registry_of_the_distribution_project_is_mirrored_with_a_password(string build)
    {
        await using var upstream = await DistributionProcess.StartAsync(users: Htpasswd.Alice);
        using var alice = new RegistryClient(new Uri($"http://{upstream.Host}"), Htpasswd.Basic("alice", "wonderland"));
        var image = RealImage.Create();
        await alice.PushAsync("app", image, "v1");
        await using var mirror = await ZotProcess.StartAsync(build, (zot, folder) =>
        {
            var file = Path.Combine(folder, "credentials.json");
            File.WriteAllText(file, Secret(upstream.Host, "looking-glass"));
            zot["extensions"] = new JsonObject
            {
                ["sync"] = new JsonObject { ["credentialsFile"] = file, ["registries"] = new JsonArray(SyncPair.Entry(upstream.Host)) },
            };
        });
        (await mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(404);

        await File.WriteAllTextAsync(
            mirror.Folder.Combine("credentials.json"), Secret(upstream.Host, "wonderland"), TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(async () => (await mirror.Client.GetAsync("/v2/app/manifests/v1")).Status == 200, "the new password is used");

        foreach (var blob in image.Blobs)
        {
            (await mirror.Client.GetAsync($"/v2/app/blobs/{blob.Digest}")).Expect(200).ExpectBody(blob.Content);
        }

        Assert.DoesNotContain("wonderland", mirror.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("looking-glass", mirror.Log, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Mirrors_are_asked_before_the_registry_and_named_by_containerd(string build)
    {
        await using var upstream = await ZotProcess.StartAsync(build);
        var image = Manifest.Image();
        await upstream.Client.PushAsync("app", image, "v1");
        await using var main = new UpstreamProxy(upstream.Host);
        await using var near = new UpstreamProxy(upstream.Host);
        await using var mirror = await ZotProcess.StartAsync(build, (zot, _) =>
        {
            var entry = SyncPair.Entry(main.Host);
            entry["urls"]!.AsArray().Add($"http://{near.Host}");
            zot["extensions"] = new JsonObject { ["sync"] = new JsonObject { ["registries"] = new JsonArray(entry) } };
        });
        near.Fault = static request => request.Contains("/blobs/", StringComparison.Ordinal) ? new UpstreamFault { Status = 404 } : null;

        (await mirror.Client.GetAsync("/v2/app/manifests/v1?ns=registry.example")).Expect(404);
        Assert.Empty(near.Requests);
        (await mirror.Client.GetAsync($"/v2/app/manifests/v1?ns={main.Host}")).Expect(200).ExpectBody(image.Content);
        (await mirror.Client.GetAsync($"/v2/app/blobs/{image.Blobs[1].Digest}")).Expect(200).ExpectBody(image.Blobs[1].Content);

        Assert.Equal(1, near.Count($"GET /v2/app/manifests/v1?ns={Uri.EscapeDataString(main.Host)}"));
        Assert.Equal(0, main.Count("GET /v2/app/manifests/v1"));
        Assert.Equal(1, main.Count($"GET /v2/app/blobs/{image.Blobs[1].Digest}"));
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Tags_of_the_upstream_are_listed_if_configured(string build)
    {
        await using var pair = await SyncPair.StartAsync(build, static registry => registry["mergeTags"] = true);
        await pair.Upstream.Client.PushAsync("app", Manifest.Image(), "b");
        await pair.Upstream.Client.PushAsync("app", Manifest.Image(), "c");
        await pair.Mirror.Client.PushAsync("app", Manifest.Image(), "a");

        (await pair.Mirror.Client.GetAsync("/v2/app/tags/list")).Expect(200).ExpectBody("""{"name":"app","tags":["a","b","c"]}"""u8.ToArray());
    }

    private static string Secret(string host, string password) => new JsonObject
    {
        [host] = new JsonObject { ["username"] = "alice", ["password"] = password },
    }.ToJsonString();
}

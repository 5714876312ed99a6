using System.Text.Json.Nodes;

namespace Zot.BlackBox.Extensions;

/// <summary>Repositories of another registry are copied in the background, and by a command.</summary>
public sealed class SyncPeriodicTests
{
    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Repositories_are_copied_and_unchanged_ones_are_not_downloaded_again(string build)
    {
        await using var pair = await SyncPair.StartAsync(build, static registry => Periodic(registry));
        var (one, two) = (Manifest.Image(), Manifest.Image());
        await pair.Upstream.Client.PushAsync("team/one", one, "v1");
        await pair.Upstream.Client.PushAsync("two", two, "v1");
        var signature = Manifest.Artifact("application/vnd.cncf.notary.signature", one);
        await pair.Upstream.Client.PushAsync("team/one", signature);

        await pair.HasTagAsync("team/one", "v1");
        await pair.HasTagAsync("two", "v1");
        await Eventually.TrueAsync(
            async () => (await pair.Mirror.Client.GetAsync($"/v2/team/one/manifests/{signature.Digest}")).Status == 200, "the signature is copied");
        await pair.Mirror.LogsAsync("skipping image because it's already synced");

        Assert.All([.. one.Blobs, .. two.Blobs, .. signature.Blobs], blob => Assert.InRange(pair.Proxy.Requests.Count(request => request.StartsWith("GET", StringComparison.Ordinal) && request.EndsWith(blob.Digest, StringComparison.Ordinal)), 0, 1));
        var next = Manifest.Image();
        await pair.Upstream.Client.PushAsync("two", next, "v1");
        await Eventually.TrueAsync(
            async () => (await pair.Mirror.Client.HeadAsync("/v2/two/manifests/v1")).Header("Docker-Content-Digest") == next.Digest, "the tag is moved");
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Names_are_mapped_and_tags_are_filtered(string build)
    {
        await using var pair = await SyncPair.StartAsync(build, static registry => Periodic(registry, new JsonObject
        {
            ["prefix"] = "team/**",
            ["destination"] = "/mirror",
            ["stripPrefix"] = true,
            ["tags"] = new JsonObject { ["regex"] = "^v.*", ["excludeRegex"] = "alpha", ["semver"] = true },
        }));
        foreach (var tag in new[] { "v1.0", "v2.0-alpha", "latest", "vnext" })
        {
            await pair.Upstream.Client.PushAsync("team/app", Manifest.Image(), tag);
        }

        await pair.Upstream.Client.PushAsync("other", Manifest.Image(), "v1.0");

        await pair.HasTagAsync("mirror/app", "v1.0");
        await pair.Mirror.LogsAsync("skipping image because it's already synced");
        (await pair.Mirror.Client.GetAsync("/v2/mirror/app/tags/list")).Expect(200).ExpectBody("""{"name":"mirror/app","tags":["v1.0"]}"""u8.ToArray());
        (await pair.Mirror.Client.GetAsync("/v2/_catalog")).Expect(200).ExpectBody("""{"repositories":["mirror/app"]}"""u8.ToArray());

        // On demand, the names are mapped in the other direction, and tags are not filtered.
        (await pair.Mirror.Client.GetAsync("/v2/mirror/app/manifests/latest")).Expect(200);
        (await pair.Mirror.Client.GetAsync("/v2/other/manifests/v1.0")).Expect(404);
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Image_that_fails_does_not_stop_the_others(string build)
    {
        await using var pair = await SyncPair.StartAsync(build, static registry => Periodic(registry));
        var (bad, good) = (Manifest.Image(), Manifest.Image());
        pair.Proxy.Fault = request => request == $"GET /v2/app/blobs/{bad.Blobs[1].Digest}" ? new UpstreamFault { Corrupts = true } : null;
        await pair.Upstream.Client.PushAsync("app", bad, "a");
        await pair.Upstream.Client.PushAsync("app", good, "b");

        await pair.HasTagAsync("app", "b");

        await pair.Mirror.LogsAsync("image not synced");
        (await pair.Mirror.Client.GetAsync($"/v2/app/manifests/{bad.Digest}")).Expect(200, 404);
        pair.Proxy.Fault = static _ => null;
        await pair.HasTagAsync("app", "a");
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Tags_that_disappear_are_deleted_after_the_grace_time(string build)
    {
        await using var pair = await SyncPair.StartAsync(build, static registry =>
        {
            Periodic(registry);
            registry["onDemand"] = false;
            registry["deleteMissing"] = new JsonObject { ["enable"] = true, ["graceTime"] = "1s" };
        });
        var (kept, own) = (Manifest.Image(), Manifest.Image());
        await pair.Upstream.Client.PushAsync("app", kept, "v1");
        await pair.Upstream.Client.PushAsync("app", Manifest.Image(), "v2");
        await pair.Upstream.Client.PushAsync("gone", Manifest.Image(), "v1");
        await pair.HasTagAsync("app", "v1");
        await pair.HasTagAsync("app", "v2");
        await pair.HasTagAsync("gone", "v1");
        await pair.Mirror.Client.PushAsync("app", own, "own");

        (await pair.Upstream.Client.DeleteAsync("/v2/app/manifests/v2")).Expect(202);
        (await pair.Upstream.Client.DeleteAsync("/v2/gone/manifests/v1")).Expect(202);

        await Eventually.TrueAsync(
            async () => (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v2")).Status == 404
                && (await pair.Mirror.Client.GetAsync("/v2/gone/manifests/v1")).Status == 404,
            "the tags are deleted");
        (await pair.Mirror.Client.GetAsync("/v2/app/tags/list")).ExpectBody("""{"name":"app","tags":["own","v1"]}"""u8.ToArray());
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Images_are_copied_by_digest(string build)
    {
        await using var upstream = await ZotProcess.StartAsync(build);
        var (wanted, other) = (Manifest.Image(), Manifest.Image());
        await upstream.Client.PushAsync("app", wanted, "v1");
        await upstream.Client.PushAsync("app", other, "v2");
        await using var mirror = await ZotProcess.StartAsync(build, (zot, _) =>
        {
            var entry = SyncPair.Entry(upstream.Host);
            Periodic(entry, new JsonObject
            {
                ["prefix"] = "app",
                ["tags"] = new JsonObject { ["regex"] = "" },
                ["images"] = new JsonArray($"app@{wanted.Digest}"),
            });
            entry["onDemand"] = false;
            zot["extensions"] = new JsonObject { ["sync"] = new JsonObject { ["registries"] = new JsonArray(entry) } };
        });

        await Eventually.TrueAsync(
            async () => (await mirror.Client.GetAsync($"/v2/app/manifests/{wanted.Digest}")).Status == 200, "the image is copied");

        (await mirror.Client.GetAsync($"/v2/app/manifests/{other.Digest}")).Expect(404);
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Command_copies_once(string build)
    {
        await using var pair = await SyncPair.StartAsync(build, static registry =>
        {
            Periodic(registry);
            registry["pollInterval"] = "0s";
            registry["onDemand"] = false;
        });
        await pair.Upstream.Client.PushAsync("app", Manifest.Image(), "v1");
        Assert.Equal(1, await (await pair.Mirror.RunAsync("sync", "once", pair.Mirror.ConfigurationFile)).ExitCode);
        await pair.Mirror.StopAsync();

        var dry = await pair.Mirror.RunAsync("sync", "once", "--dry-run", pair.Mirror.ConfigurationFile);
        Assert.True(await dry.ExitCode == 0, dry.Transcript);
        Assert.Contains("would copy 1 tags; 0 up to date", dry.Output, StringComparison.Ordinal);
        var once = await pair.Mirror.RunAsync("sync", "once", pair.Mirror.ConfigurationFile);
        Assert.True(await once.ExitCode == 0, once.Transcript);
        Assert.Contains("copied 1 tags; 0 up to date", once.Output, StringComparison.Ordinal);
        var again = await pair.Mirror.RunAsync("sync", "once", pair.Mirror.ConfigurationFile);
        Assert.True(await again.ExitCode == 0, again.Transcript);
        Assert.Contains("copied 0 tags; 1 up to date", again.Output, StringComparison.Ordinal);
        await pair.Mirror.StartAgainAsync();
        await pair.HasTagAsync("app", "v1");
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Event_of_the_upstream_starts_a_copy_and_the_status_shows_it(string build)
    {
        await using var pair = await SyncPair.StartAsync(build, static registry =>
        {
            Periodic(registry);
            registry["pollInterval"] = "0s";
            registry["onDemand"] = false;
        });
        await pair.Upstream.StopAsync();
        pair.Upstream.Configure((zot, _) => zot["extensions"] = EventsConfiguration.Of(
            EventsConfiguration.Http($"http://{pair.Mirror.Host}/v2/_zot/ext/sync/events")));
        await pair.Upstream.StartAgainAsync();

        await pair.Upstream.Client.PushAsync("app", Manifest.Image(), "v1");

        await pair.HasTagAsync("app", "v1");
        await Eventually.TrueAsync(
            async () => (await pair.Mirror.Client.GetAsync("/v2/_zot/ext/sync")).Expect(200).Json.GetProperty("registries")[0].GetProperty("images").GetInt64() == 1,
            "one image is counted");
        var status = await pair.Mirror.RunAsync("status", "--url", $"http://{pair.Mirror.Host}");
        Assert.True(await status.ExitCode == 0, status.Transcript);
        Assert.Contains(pair.Proxy.Host, status.Output, StringComparison.Ordinal);
        (await pair.Mirror.Client.PostAsync("/v2/_zot/ext/sync/events", "{}"u8.ToArray())).Expect(400);
        (await pair.Mirror.Client.PostAsync("/v2/_zot/ext/sync/events", "[1"u8.ToArray())).Expect(400);
        (await pair.Mirror.Client.PostAsync("/v2/_zot/ext/sync/other", "{}"u8.ToArray())).Expect(404);
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Repository_of_an_event_that_fails_does_not_stop_the_others(string build)
    {
        await using var pair = await SyncPair.StartAsync(build, static registry =>
        {
            Periodic(registry);
            registry["pollInterval"] = "0s";
            registry["onDemand"] = false;
        });
        await pair.Upstream.Client.PushAsync("good", Manifest.Image(), "v1");
        pair.Proxy.Fault = static request => request.StartsWith("GET /v2/bad/", StringComparison.Ordinal) ? new UpstreamFault { Status = 403 } : null;

        (await pair.Mirror.Client.PostAsync("/v2/_zot/ext/sync/events", """{"name":"bad"}"""u8.ToArray())).Expect(202);
        (await pair.Mirror.Client.PostAsync("/v2/_zot/ext/sync/events", """{"data":{"name":"good"}}"""u8.ToArray())).Expect(202);

        await pair.HasTagAsync("good", "v1");
        await pair.Mirror.LogsAsync("failed to copy a repository that was reported as changed");
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Command_reports_what_fails_and_copies_the_rest(string build)
    {
        await using var pair = await SyncPair.StartAsync(build, static registry =>
        {
            Periodic(registry);
            registry["onDemand"] = false;
        });
        await pair.Mirror.StopAsync();
        await pair.Upstream.Client.PushAsync("bad", Manifest.Image(), "v1");
        await pair.Upstream.Client.PushAsync("good", Manifest.Image(), "v1");
        pair.Proxy.Fault = static request => request.StartsWith("GET /v2/bad/", StringComparison.Ordinal) ? new UpstreamFault { Status = 403 } : null;

        var run = await pair.Mirror.RunAsync("sync", "once", pair.Mirror.ConfigurationFile);

        Assert.Equal(1, await run.ExitCode);
        Assert.Contains("copied 1 tags; 0 up to date, 0 skipped, 1 failed", run.Output, StringComparison.Ordinal);
        Assert.Contains("/bad: ", run.Errors, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task List_that_fails_is_requested_again_soon(string build)
    {
        await using var pair = await SyncPair.StartAsync(build, static registry =>
        {
            Periodic(registry);
            registry["pollInterval"] = "24h";
            registry["onDemand"] = false;
        });
        await pair.Upstream.Client.PushAsync("app", Manifest.Image(), "v1");
        await pair.Mirror.StopAsync();
        pair.Proxy.Clear();
        pair.Proxy.Fault = request => pair.Proxy.Count("GET /v2/_catalog") < 2 && request.StartsWith("GET /v2/_catalog", StringComparison.Ordinal)
            ? new UpstreamFault { Status = 403 }
            : null;

        await pair.Mirror.StartAgainAsync();

        await pair.HasTagAsync("app", "v1");
        await pair.Mirror.LogsAsync("failed to list the repositories of an upstream registry");
        var registry = (await pair.Mirror.Client.GetAsync("/v2/_zot/ext/sync")).Expect(200).Json.GetProperty("registries")[0];
        await Eventually.TrueAsync(
            async () => (await pair.Mirror.Client.GetAsync("/v2/_zot/ext/sync")).Json.GetProperty("registries")[0].TryGetProperty("nextPass", out _), "the next pass is known");
        Assert.True(registry.GetProperty("periodic").GetBoolean());
    }

    private static void Periodic(JsonObject registry, JsonObject? content = null)
    {
        registry["pollInterval"] = "1s";
        registry["content"] = new JsonArray(content ?? new JsonObject { ["prefix"] = "**" });
    }
}

using System.Diagnostics;
using System.Text.Json.Nodes;
using Zot.BlackBox.Clients;

namespace Zot.BlackBox.Extensions;

/// <summary>Content of another registry is served when a client pulls it, from the first byte that arrives.</summary>
public sealed class SyncTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Image_is_pulled_through_the_mirror(string build)
    {
        await using var pair = await SyncPair.StartAsync(build);
        var image = RealImage.Large(1 << 20);
        await pair.Upstream.Client.PushAsync("app", image, "v1");

        if (build == "minimal")
        {
            await pair.Mirror.LogsAsync("extensions.sync");
            (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v1")).ExpectError(404, "NAME_UNKNOWN");
            return;
        }

        (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(200).ExpectBody(image.Content).ExpectHeader("Docker-Content-Digest", image.Digest);
        foreach (var blob in image.Blobs)
        {
            (await pair.Mirror.Client.GetAsync($"/v2/app/blobs/{blob.Digest}")).Expect(200).ExpectBody(blob.Content);
        }

        // The last byte follows the commit.
        (await pair.Mirror.Client.GetAsync("/v2/app/tags/list")).Expect(200).ExpectBody("""{"name":"app","tags":["v1"]}"""u8.ToArray());
        Assert.Equal(1, pair.Proxy.Count("GET /v2/app/manifests/v1"));
        Assert.All(image.Blobs, blob => Assert.Equal(1, pair.Proxy.Count($"GET /v2/app/blobs/{blob.Digest}")));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(pair.Mirror.Data, "_sync", "downloads")));
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task First_bytes_of_a_layer_arrive_while_the_upstream_still_sends(string build)
    {
        await using var pair = await SyncPair.StartAsync(build);
        var image = RealImage.Large(1 << 20);
        var layer = image.Blobs[1];
        await pair.Upstream.Client.PushAsync("app", image, "v1");
        var release = new TaskCompletionSource();
        pair.Proxy.Fault = request => request.StartsWith($"GET /v2/app/blobs/{layer.Digest}", StringComparison.Ordinal)
            ? new UpstreamFault { PauseAfter = 500_000, Until = release.Task }
            : null;
        (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(200);
        using var http = new HttpClient { BaseAddress = pair.Mirror.Address };
        using var first = await http.GetAsync($"/v2/app/blobs/{layer.Digest}", HttpCompletionOption.ResponseHeadersRead, Stop);
        await using var body = await first.Content.ReadAsStreamAsync(Stop);
        var bytes = new byte[layer.Content.Length];
        await body.ReadExactlyAsync(bytes.AsMemory(0, 400_000), Stop);

        // The second client starts at the beginning of the same download; a client that leaves does not end it.
        using (var second = await http.GetAsync($"/v2/app/blobs/{layer.Digest}", HttpCompletionOption.ResponseHeadersRead, Stop))
        {
            await using var joined = await second.Content.ReadAsStreamAsync(Stop);
            var start = new byte[400_000];
            await joined.ReadExactlyAsync(start, Stop);
            Assert.Equal(layer.Content[..400_000], start);
        }

        release.SetResult();
        await body.ReadExactlyAsync(bytes.AsMemory(400_000), Stop);

        Assert.Equal(layer.Content, bytes);
        Assert.Equal(1, pair.Proxy.Count($"GET /v2/app/blobs/{layer.Digest}"));
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Copy_goes_on_when_the_client_leaves(string build)
    {
        await using var pair = await SyncPair.StartAsync(build);
        var image = RealImage.Large(1 << 20);
        await pair.Upstream.Client.PushAsync("app", image, "v1");

        (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(200);

        await pair.HasTagAsync("app", "v1");
        await pair.Upstream.StopAsync();
        foreach (var blob in image.Blobs)
        {
            (await pair.Mirror.Client.GetAsync($"/v2/app/blobs/{blob.Digest}")).Expect(200).ExpectBody(blob.Content);
        }
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Many_clients_cause_one_download(string build)
    {
        await using var pair = await SyncPair.StartAsync(build);
        var image = RealImage.Large(4 << 20);
        await pair.Upstream.Client.PushAsync("app", image, "v1");
        using var http = new HttpClient { BaseAddress = pair.Mirror.Address };

        await Task.WhenAll(Enumerable.Range(0, 131).Select(async _ =>
        {
            Assert.Equal(image.Content, await http.GetByteArrayAsync("/v2/app/manifests/v1", Stop));
            await Task.WhenAll(image.Blobs.Select(async blob => Assert.Equal(blob.Content, await http.GetByteArrayAsync($"/v2/app/blobs/{blob.Digest}", Stop))));
        }));

        Assert.Equal(1, pair.Proxy.Count("GET /v2/app/manifests/"));
        Assert.All(image.Blobs, blob => Assert.Equal(1, pair.Proxy.Count($"GET /v2/app/blobs/{blob.Digest}")));
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Cached_tag_costs_one_head_and_a_moved_tag_is_followed(string build)
    {
        await using var pair = await SyncPair.StartAsync(build);
        var (first, second) = (Manifest.Image(), Manifest.Image());
        await pair.Upstream.Client.PushAsync("app", first, "v1");
        (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(200);
        await pair.HasTagAsync("app", "v1");
        await Eventually.TrueAsync(() => Task.FromResult(pair.Proxy.Count("GET /v2/app/tags/list") > 0), "signatures are looked for");
        pair.Proxy.Clear();

        (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(200).ExpectBody(first.Content).ExpectHeader("Warning", null);

        Assert.Equal(["HEAD /v2/app/manifests/v1"], pair.Proxy.Requests);
        await pair.Upstream.Client.PushAsync("app", second, "v1");
        (await pair.Mirror.Client.HeadAsync("/v2/app/manifests/v1")).Expect(200).ExpectHeader("Docker-Content-Digest", second.Digest);
        await Eventually.TrueAsync(
            async () => (await pair.Mirror.Client.GetAsync($"/v2/app/manifests/{second.Digest}")).Status == 200, "the new image is copied");
        pair.Proxy.Clear();
        (await pair.Mirror.Client.GetAsync($"/v2/app/manifests/{first.Digest}")).Expect(200).ExpectBody(first.Content);
        Assert.DoesNotContain(pair.Proxy.Requests, static request => request.Contains("/manifests/", StringComparison.Ordinal));
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Tag_that_was_checked_is_not_checked_again_within_the_interval(string build)
    {
        await using var pair = await SyncPair.StartAsync(build, static registry => registry["manifestCheckInterval"] = "1h");
        var image = Manifest.Image();
        await pair.Upstream.Client.PushAsync("app", image, "v1");
        (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(200);
        await pair.Mirror.LogsAsync("successfully synced image");
        await pair.Mirror.StopAsync();
        await pair.Mirror.StartAgainAsync();
        pair.Proxy.Clear();

        (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(200).ExpectBody(image.Content);

        Assert.Empty(pair.Proxy.Requests);
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Requested_platform_comes_first_and_the_others_follow(string build)
    {
        await using var pair = await SyncPair.StartAsync(build);
        var (one, two) = (RealImage.Large(1 << 20), RealImage.Large(1 << 20));
        var index = Manifest.Index([one, two]);
        await pair.Upstream.Client.PushAsync("app", index, "v1");

        (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(200).ExpectBody(index.Content);
        (await pair.Mirror.Client.GetAsync($"/v2/app/manifests/{two.Digest}")).Expect(200).ExpectBody(two.Content);
        foreach (var blob in two.Blobs)
        {
            (await pair.Mirror.Client.GetAsync($"/v2/app/blobs/{blob.Digest}")).Expect(200).ExpectBody(blob.Content);
        }

        var before = pair.Proxy.Requests;
        await pair.HasTagAsync("app", "v1");
        Assert.DoesNotContain($"GET /v2/app/blobs/{one.Blobs[1].Digest}", before);
        Assert.Equal(1, pair.Proxy.Count($"GET /v2/app/blobs/{one.Blobs[1].Digest}"));
        (await pair.Mirror.Client.GetAsync($"/v2/app/manifests/{one.Digest}")).Expect(200).ExpectBody(one.Content);
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Without_the_upstream_copies_are_served_with_a_warning(string build)
    {
        await using var pair = await SyncPair.StartAsync(build);
        var image = Manifest.Image();
        await pair.Upstream.Client.PushAsync("app", image, "v1");
        (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(200);
        await pair.HasTagAsync("app", "v1");
        var host = pair.Proxy.Host;
        await pair.Proxy.DisposeAsync();

        for (var pulls = 0; pulls < 5; pulls++)
        {
            (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(200).ExpectBody(image.Content)
                .ExpectHeader("Warning", $"299 - \"upstream registry {host} is not available, this copy may be outdated\"");
        }

        (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v2")).ExpectError(404, "MANIFEST_UNKNOWN")
            .ExpectHeader("Warning", $"299 - \"upstream registry {host} is not available\"");
        await pair.Mirror.LogsAsync("failed to sync image on demand");
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Blob_with_another_digest_is_not_stored(string build)
    {
        await using var pair = await SyncPair.StartAsync(build);
        var image = RealImage.Large(1 << 20);
        var layer = image.Blobs[1];
        await pair.Upstream.Client.PushAsync("app", image, "v1");
        pair.Proxy.Fault = request => request == $"GET /v2/app/blobs/{layer.Digest}" ? new UpstreamFault { Corrupts = true } : null;
        (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(200);

        await Assert.ThrowsAsync<HttpRequestException>(() => pair.Mirror.Client.GetAsync($"/v2/app/blobs/{layer.Digest}"));

        await pair.Mirror.LogsAsync("image not synced");
        (await pair.Mirror.Client.GetAsync("/v2/app/tags/list")).ExpectBody("""{"name":"app","tags":[]}"""u8.ToArray());
        pair.Proxy.Fault = static _ => null;
        (await pair.Mirror.Client.GetAsync($"/v2/app/blobs/{layer.Digest}")).Expect(200).ExpectBody(layer.Content);
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Cut_connection_is_resumed(string build)
    {
        await using var pair = await SyncPair.StartAsync(build);
        var image = RealImage.Large(2 << 20);
        var layer = image.Blobs[1];
        await pair.Upstream.Client.PushAsync("app", image, "v1");
        var cuts = 0;
        pair.Proxy.Fault = request => request == $"GET /v2/app/blobs/{layer.Digest}" && Interlocked.Increment(ref cuts) < 3
            ? new UpstreamFault { CutAfter = 600_000 }
            : null;
        (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(200);

        (await pair.Mirror.Client.GetAsync($"/v2/app/blobs/{layer.Digest}")).Expect(200).ExpectBody(layer.Content);

        Assert.Equal(3, cuts);
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Blob_of_another_repository_is_linked(string build)
    {
        await using var pair = await SyncPair.StartAsync(build);
        var image = RealImage.Large(1 << 20);
        await pair.Upstream.Client.PushAsync("one", image, "v1");
        await pair.Upstream.Client.PushAsync("two", image, "v1");
        (await pair.Mirror.Client.GetAsync("/v2/one/manifests/v1")).Expect(200);
        await pair.HasTagAsync("one", "v1");

        (await pair.Mirror.Client.GetAsync("/v2/two/manifests/v1")).Expect(200);

        await pair.HasTagAsync("two", "v1");
        Assert.Equal(0, pair.Proxy.Count("GET /v2/two/blobs/"));
        Assert.Equal(image.Blobs.Count, pair.Proxy.Count("HEAD /v2/two/blobs/"));
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Signatures_follow_the_image(string build)
    {
        await using var pair = await SyncPair.StartAsync(build);
        var image = Manifest.Image();
        await pair.Upstream.Client.PushAsync("app", image, "v1");
        var signature = Manifest.Artifact("application/vnd.cncf.notary.signature", image);
        await pair.Upstream.Client.PushAsync("app", signature);
        var nested = Manifest.Artifact("application/spdx+json", signature);
        await pair.Upstream.Client.PushAsync("app", nested);
        await pair.Upstream.Client.PushAsync("app", Manifest.Image(), image.Digest.Replace(':', '-') + ".sig");

        (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(200);

        await pair.HasTagAsync("app", image.Digest.Replace(':', '-') + ".sig");
        await pair.Proxy.DisposeAsync();
        Assert.Contains(signature.Digest, (await pair.Mirror.Client.GetAsync($"/v2/app/referrers/{image.Digest}")).Expect(200).Text, StringComparison.Ordinal);
        Assert.Contains(nested.Digest, (await pair.Mirror.Client.GetAsync($"/v2/app/referrers/{signature.Digest}")).Expect(200).Text, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Signature_that_fails_does_not_stop_the_others(string build)
    {
        await using var pair = await SyncPair.StartAsync(build);
        var image = Manifest.Image();
        await pair.Upstream.Client.PushAsync("app", image, "v1");
        List<Manifest> signatures = [.. Enumerable.Range(0, 3).Select(_ => Manifest.Artifact("application/vnd.cncf.notary.signature", image))];
        foreach (var signature in signatures)
        {
            await pair.Upstream.Client.PushAsync("app", signature);
        }

        pair.Proxy.Fault = request => request == $"GET /v2/app/manifests/{signatures[0].Digest}" ? new UpstreamFault { Status = 403 } : null;

        (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(200);

        foreach (var signature in signatures.Skip(1))
        {
            await Eventually.TrueAsync(
                async () => (await pair.Mirror.Client.GetAsync($"/v2/app/manifests/{signature.Digest}")).Status == 200, "the signature is copied");
        }

        await pair.Mirror.LogsAsync("failed to sync a referrer");
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Referrers_are_copied_when_they_are_listed(string build)
    {
        await using var pair = await SyncPair.StartAsync(build);
        var image = Manifest.Image();
        await pair.Upstream.Client.PushAsync("app", image, "v1");
        (await pair.Mirror.Client.GetAsync("/v2/app/manifests/v1")).Expect(200);
        await pair.HasTagAsync("app", "v1");
        var signature = Manifest.Artifact("application/vnd.cncf.notary.signature", image);
        await pair.Upstream.Client.PushAsync("app", signature);

        var listed = (await pair.Mirror.Client.GetAsync($"/v2/app/referrers/{image.Digest}")).Expect(200);

        Assert.Contains(signature.Digest, listed.Text, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Two_mirrors_of_each_other_do_not_ask_in_a_circle(string build)
    {
        await using var one = await ZotProcess.StartAsync(build);
        await using var two = await ZotProcess.StartAsync(build, (zot, _) => Mirror(zot, one.Host));
        await one.StopAsync();
        one.Configure((zot, _) => Mirror(zot, two.Host));
        await one.StartAgainAsync();
        var watch = Stopwatch.StartNew();

        (await one.Client.GetAsync("/v2/app/manifests/v1")).ExpectError(404, "NAME_UNKNOWN");

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed}");
        var image = Manifest.Image();
        await one.Client.PushAsync("app", image, "v1");
        (await two.Client.GetAsync("/v2/app/manifests/v1")).Expect(200).ExpectBody(image.Content);

        static void Mirror(JsonObject zot, string host) => zot["extensions"] = new JsonObject
        {
            ["sync"] = new JsonObject { ["registries"] = new JsonArray(SyncPair.Entry(host)) },
        };
    }
}

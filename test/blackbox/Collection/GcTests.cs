using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Collection;

/// <summary>Garbage collection of a running registry, and <c>zot gc</c> of a stopped one.</summary>
public sealed class GcTests
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Unreferenced_content_is_removed_and_the_rest_is_kept(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, static (options, _) => Collect(options, "1h", "1s"));
        var (kept, gone) = (Manifest.Image(), Manifest.Image());
        await zot.Client.PushAsync("app", gone, "v1");
        await zot.Client.PushAsync("app", kept, "v1");
        zot.Configure(static (options, _) => Collect(options, "1s", "1s")); // only after all content was pushed

        await Eventually.TrueAsync(
            async () => (await zot.Client.GetAsync($"/v2/app/manifests/{gone.Digest}")).Status == 404, "the old manifest is removed"); // HEAD would renew it
        await Eventually.TrueAsync(
            () => Task.FromResult(!File.Exists(FileOf(zot, Digests.Sha256(gone.Blobs[1].Content)))), "its layer is removed");

        (await zot.Client.GetAsync("/v2/app/manifests/v1")).Expect(200);
        foreach (var blob in kept.Blobs)
        {
            (await zot.Client.GetAsync($"/v2/app/blobs/{Digests.Sha256(blob.Content)}")).Expect(200);
        }

        await zot.LogsAsync("gc successfully completed for");
    }

    [Theory(Timeout = Limits.LongTest)]
    [BothBuilds]
    public async Task Layer_reported_as_existing_can_be_used(string build)
    {
        const int Clients = 16;
        var (time, promise, kept) = (Stopwatch.StartNew(), TimeSpan.FromSeconds(3.9), 0); // a young blob is not renewed
        await using var zot = await ZotProcess.StartAsync(build, static (options, _) => Collect(options, "4s", "1s"));
        var layers = Enumerable.Range(0, 4).Select(static _ => Manifest.Image()).ToArray();

        // All clients push the same layers under moving tags, so that each sweep finds some of them unreferenced.
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            using var http = new RegistryClient(zot.Address);
            for (var round = 0; time.Elapsed < TimeSpan.FromSeconds(15); round++)
            {
                var image = layers[(client + round) % layers.Length];
                var told = time.Elapsed;
                foreach (var blob in image.Blobs)
                {
                    if ((await http.HeadAsync($"/v2/app/blobs/{Digests.Sha256(blob.Content)}")).Status == 404)
                    {
                        await http.PushBlobAsync("app", blob.Content);
                    }
                }

                // A client that takes longer than the delay may be rejected.
                var pushed = await http.PutManifestAsync("app", $"t{client % 3}", image);
                if (time.Elapsed - told < promise)
                {
                    pushed.Expect(201);
                    Interlocked.Increment(ref kept);
                }

                if (round % 4 == 3)
                {
                    await http.DeleteAsync($"/v2/app/manifests/t{client % 3}");
                }
            }
        }));
        Assert.True(kept > 0, "no push was quick enough");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Offline_dry_run_reports_what_the_next_sweep_removes(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, static (options, _) => Collect(options, "1h", "24h"));
        var (kept, gone) = (Manifest.Image(), Manifest.Image());
        await zot.Client.PushAsync("app", gone, "v1");
        await zot.Client.PushAsync("app", kept, "v1");
        await zot.Client.PushAsync("emptied", Manifest.Image());
        Assert.Contains("server is running", (await zot.RunAsync("gc", "--dry-run", zot.ConfigurationFile)).Transcript, StringComparison.Ordinal);
        await zot.StopAsync();
        zot.Configure(static (options, _) => Collect(options, "1ms", "24h"));

        var told = await zot.RunAsync("gc", "--dry-run", zot.ConfigurationFile);
        Assert.Contains($"app@{gone.Digest} manifest", told.Output, StringComparison.Ordinal);
        Assert.Contains("emptied repository\n", told.Output, StringComparison.Ordinal);
        Assert.Contains("would remove 2 manifests", told.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(FileOf(zot, gone.Digest)));
        var done = await zot.RunAsync("gc", zot.ConfigurationFile);

        Assert.Equal(told.Output.Replace("would remove", "removed", StringComparison.Ordinal), done.Output);
        Assert.False(File.Exists(FileOf(zot, gone.Digest)));
        Assert.False(Directory.Exists(Path.Combine(zot.Data, "emptied")));
        await zot.StartAgainAsync();
        (await zot.Client.GetAsync("/v2/app/manifests/v1")).Expect(200);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Repository_is_removed_with_its_last_blob(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, static (options, _) => Collect(options, "1s", "1s"));
        var (gone, kept) = (Manifest.Image(), Manifest.Image());
        await zot.Client.PushAsync("app", gone, "v1");
        await zot.Client.PushAsync("app/below", kept, "v1");
        (await zot.Client.DeleteAsync($"/v2/app/manifests/{gone.Digest}")).Expect(202);

        await Eventually.TrueAsync(
            async () => (await zot.Client.GetAsync("/v2/app/tags/list")).Status == 404, "the repository is removed");

        Assert.Equal(["app/below"], (await zot.Client.GetAsync("/v2/_catalog")).Strings("repositories"));
        Assert.Equal(["below"], Directory.GetFileSystemEntries(Path.Combine(zot.Data, "app")).Select(static entry => Path.GetFileName(entry)));
        (await zot.Client.GetAsync("/v2/app/below/manifests/v1")).Expect(200);
        await zot.Client.PushAsync("app", gone, "v1");
        (await zot.Client.GetAsync("/v2/app/manifests/v1")).Expect(200).ExpectBody(gone.Content);
    }

    private static string FileOf(ZotProcess zot, string digest) =>
        Path.Combine(zot.Data, "app", "blobs", "sha256", digest[7..]);

    private static void Collect(JsonObject options, string delay, string interval)
    {
        var storage = options["storage"]!.AsObject();
        (storage["gc"], storage["gcDelay"], storage["gcInterval"]) = (true, delay, interval);
    }
}

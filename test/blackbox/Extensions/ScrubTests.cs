using System.Text.Json.Nodes;

namespace Zot.BlackBox.Extensions;

/// <summary>
/// Damaged content is found in the background by a build with the extension, and repaired offline by every build.
/// </summary>
public sealed class ScrubTests
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Flipped_bit_is_found_in_the_background(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        var (good, bad) = (Manifest.Image(), Manifest.Image());
        await zot.Client.PushAsync("good", good, "v1");
        await zot.Client.PushAsync("bad", bad, "v2");
        await zot.StopAsync();
        Flip(zot, "bad", bad.Blobs[1].Digest);
        zot.Configure(static (options, _) => Scrub(options));

        await zot.StartAgainAsync();

        if (build == "minimal")
        {
            await zot.LogsAsync("extensions.scrub");
            return;
        }

        await LoggedAsync(zot, "scrub successfully completed for", "good");
        var affected = Assert.Single(LinesWith(zot, "blobs/manifest affected"));
        Assert.Contains("\"image\":\"bad\"", affected, StringComparison.Ordinal);
        Assert.Contains("\"tag\":\"v2\"", affected, StringComparison.Ordinal);
        Assert.Contains(bad.Blobs[1].Digest, affected, StringComparison.Ordinal);
        Assert.Contains("\"component\":\"scrub\"", affected, StringComparison.Ordinal);
        Assert.Contains("\"image\":\"good\"", Assert.Single(LinesWith(zot, "blobs/manifest ok")), StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Findings_are_reported_in_metrics(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        var image = Manifest.Image();
        await zot.Client.PushAsync("app", image, "v1");
        await zot.StopAsync();
        Flip(zot, "app", image.Blobs[1].Digest);
        zot.Configure(static (options, _) => Scrub(options)["metrics"] = new JsonObject());

        await zot.StartAgainAsync();

        await Eventually.TrueAsync(
            async () => (await zot.Client.GetAsync("/metrics")).Text.Contains("\nzot_scrub_affected 1\n", StringComparison.Ordinal), "one image is affected");
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Findings_are_published_as_events(string build)
    {
        await using var receiver = new EventReceiver();
        await using var zot = await ZotProcess.StartAsync(build);
        var (good, bad) = (Manifest.Image(), Manifest.Image());
        await zot.Client.PushAsync("good", good, "v1");
        await zot.Client.PushAsync("bad", bad, "v2");
        await zot.StopAsync();
        Flip(zot, "bad", bad.Blobs[1].Digest);
        zot.Configure((options, _) =>
            Scrub(options)["events"] = EventsConfiguration.Of(EventsConfiguration.Http(receiver.Address))["events"]!.DeepClone());

        await zot.StartAgainAsync();

        await receiver.WaitAsync(1);
        var scrubbed = Assert.Single(receiver.Taken);
        Assert.Equal(("zotregistry.repository.scrubbed", "bad", "bad"), (scrubbed.Type, scrubbed.Headers["Ce-Partitionkey"], scrubbed.Text("name")));
        Assert.Equal("""{"count":1,"affectedCount":1}""", scrubbed.Body.GetProperty("summary").GetRawText());
        Assert.Equal(
            $$"""[{"reference":"v2","affectedBlob":"{{bad.Blobs[1].Digest}}","error":"bad blob digest"}]""",
            scrubbed.Body.GetProperty("affected").GetRawText());
    }

    [Theory(Timeout = Limits.Test, SkipTestWithoutData = true)]
    [FullBuild]
    public async Task Scrub_begins_with_each_start(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, static (options, _) => Scrub(options));
        await Eventually.TrueAsync(() => Task.FromResult(File.Exists(Path.Combine(zot.Data, "_scrub", "place.json"))), "the scrub has completed");
        await zot.Client.PushAsync("app", Manifest.Image(), "v1");
        await zot.StopAsync();

        await zot.StartAgainAsync();

        await Eventually.TrueAsync(() => Task.FromResult(LinesWith(zot, "executing scrub for").Any()), "the scrub begins again");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Flipped_bit_is_repaired_from_another_repository(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, static (options, _) => options["storage"]!["dedupe"] = false);
        var image = Manifest.Image();
        await zot.Client.PushAsync("one", image, "v1");
        await zot.Client.PushAsync("two", image, "v1");
        await zot.StopAsync();
        Flip(zot, "one", image.Blobs[1].Digest);
        Assert.Equal(1, await (await zot.RunAsync("scrub", "--fail", zot.ConfigurationFile)).ExitCode);

        var run = await zot.RunAsync("scrub", "--repair", "--fail", zot.ConfigurationFile);

        Assert.True(await run.ExitCode == 0, run.Transcript);
        Assert.Matches($"(?m)^one +v1 +repaired +{image.Blobs[1].Digest[7..]} bad blob digest", run.Output);
        Assert.Matches("(?m)^two +v1 +ok", run.Output);
        Assert.Equal(0, await (await zot.RunAsync("scrub", "--fail", zot.ConfigurationFile)).ExitCode);
        await zot.StartAgainAsync();
        (await zot.Client.GetAsync($"/v2/one/blobs/{image.Blobs[1].Digest}")).Expect(200).ExpectBody(image.Blobs[1].Content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Unrepairable_blob_is_quarantined_and_can_be_pushed_again(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        var image = Manifest.Image();
        var digest = image.Blobs[1].Digest;

        // Both repositories share one file, so that no intact copy exists.
        await zot.Client.PushAsync("one", image, "v1");
        await zot.Client.PushAsync("two", image, "v1");
        await zot.StopAsync();
        Flip(zot, "one", digest);
        var damaged = await File.ReadAllBytesAsync(FileOf(zot, "two", digest), TestContext.Current.CancellationToken);

        var run = await zot.RunAsync("scrub", "--repair", "--fail", zot.ConfigurationFile);

        Assert.True(await run.ExitCode == 1, run.Transcript);
        Assert.Matches($"(?m)^one +v1 +affected +{digest[7..]} bad blob digest, moved to quarantine", run.Output);
        Assert.Matches($"(?m)^two +v1 +affected +{digest[7..]} blob not found", run.Output);
        Assert.Equal(damaged, await File.ReadAllBytesAsync(
            Path.Combine(zot.Data, "_quarantine", "sha256", digest[7..]), TestContext.Current.CancellationToken));
        await zot.StartAgainAsync();
        (await zot.Client.GetAsync($"/v2/one/blobs/{digest}")).Expect(404);
        await zot.Client.PushAsync("one", image, "v1");
        (await zot.Client.GetAsync($"/v2/one/blobs/{digest}")).Expect(200).ExpectBody(image.Blobs[1].Content);
        Assert.DoesNotContain("_quarantine", (await zot.Client.GetAsync("/v2/_catalog")).Text, StringComparison.Ordinal);
    }

    private static JsonObject Scrub(JsonObject options)
    {
        var extensions = new JsonObject { ["scrub"] = new JsonObject { ["interval"] = "24h", ["rate"] = 1_000_000_000 } };
        options["extensions"] = extensions;
        return extensions;
    }

    private static Task LoggedAsync(ZotProcess zot, string message, string image) => Eventually.TrueAsync(
        () => Task.FromResult(LinesWith(zot, message).Any(line => line.Contains($"\"image\":\"{image}\"", StringComparison.Ordinal))),
        $"the log contains: {message} {image}");

    private static IEnumerable<string> LinesWith(ZotProcess zot, string message) =>
        zot.Log.Split('\n').Where(line => line.Contains($"\"{message}\"", StringComparison.Ordinal));

    private static void Flip(ZotProcess zot, string repository, string digest)
    {
        using var file = new FileStream(FileOf(zot, repository, digest), FileMode.Open);
        var first = file.ReadByte();
        file.Position = 0;
        file.WriteByte((byte)(first ^ 1));
    }

    private static string FileOf(ZotProcess zot, string repository, string digest) =>
        Path.Combine(zot.Data, repository, "blobs", "sha256", digest[7..]);
}

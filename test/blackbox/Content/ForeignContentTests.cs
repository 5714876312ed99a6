using System.Text;
using System.Text.Json.Nodes;
using Zot.BlackBox.Layout;
using Zot.BlackBox.Metadata;

namespace Zot.BlackBox.Content;

/// <summary>Content pushed by one client, or found in one directory, does not make other content unavailable.</summary>
public sealed class ForeignContentTests
{
    private const string Type = "application/vnd.example";

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Pushed_manifests_with_unusual_members_are_201_or_400_and_do_not_affect_other_content(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, MetadataIndex.Configure);
        var image = Manifest.Image();
        await zot.Client.PushAsync("app", image, "v1");
        foreach (var (members, status) in OddMembers())
        {
            var json = $"{{\"schemaVersion\":2,\"config\":{{\"mediaType\":\"a/b\",\"digest\":\"D\",\"size\":1}},\"layers\":[],{members}}}";
            var content = Encoding.Latin1.GetBytes(json.Replace("\"D\"", $"\"{Digests.Sha256([1])}\"", StringComparison.Ordinal));

            var answer = await zot.Client.PutManifestAsync("app", "odd", new Manifest(MediaType.Image, content));

            Assert.True(answer.Status == status, $"{members}: {answer.Status} {answer.Text}");
        }

        await AssertServedAsync(zot, image);
        await MetadataIndex.CatchUpAsync(zot);
        Assert.Equal(0, (await MetadataIndex.StatusAsync(zot)).GetProperty("metadata").GetProperty("failed").GetInt32());
        Assert.Equal(0, await zot.StopAsync());
        foreach (var command in (string[][])[["gc"], ["scrub"], ["verify-feature", "retention"]])
        {
            await EndedAsync(await zot.RunAsync([.. command, zot.ConfigurationFile]));
        }

        await EndedAsync(await zot.RunAsync("backup", zot.ConfigurationFile, zot.Folder.Combine("backup")));
        await zot.StartAgainAsync();
        await AssertServedAsync(zot, image);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task One_push_does_not_stop_the_indexer_or_a_graceful_stop(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, MetadataIndex.Configure);
        var elsewhere = new JsonObject { ["mediaType"] = Type, ["digest"] = Digests.Sha256([1]), ["size"] = long.MaxValue };
        var sizes = Manifest.Image(manifest =>
        {
            manifest["config"] = elsewhere.DeepClone();
            manifest["layers"] = new JsonArray(elsewhere.DeepClone(), elsewhere.DeepClone());
        });
        var history = Manifest.Image(new Blob(MediaType.Config, "{\"history\":[null]}"u8.ToArray()), [Blob.Random()]);
        (await zot.Client.PutManifestAsync("one", "v1", sizes)).Expect(201);
        await zot.Client.PushAsync("two", history, "v1");
        await zot.Client.PushAsync("three", Manifest.Image(), "v1");

        await MetadataIndex.CatchUpAsync(zot);

        var metadata = (await MetadataIndex.StatusAsync(zot)).GetProperty("metadata");
        Assert.Equal((3, 0), (metadata.GetProperty("tags").GetInt32(), metadata.GetProperty("failed").GetInt32()));
        Assert.Equal(0, await zot.StopAsync());
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Artifact_that_first_references_a_layer_with_a_wrong_size_does_not_hide_it(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        foreach (var length in (int[])[10, 200_000])
        {
            var image = Manifest.Image(Blob.Configuration(), [Blob.Random(length)]);
            var layer = image.Blobs[1];
            var artifact = Manifest.Image(manifest =>
            {
                manifest["config"] = new JsonObject { ["mediaType"] = Type, ["digest"] = Digests.Sha256([1]), ["size"] = 1 };
                manifest["layers"] = new JsonArray(new JsonObject { ["mediaType"] = "text/html", ["digest"] = layer.Digest, ["size"] = 1 });
            });
            (await zot.Client.PutManifestAsync("app", $"first-{length}", artifact)).Expect(201);

            await zot.Client.PushAsync("app", image, "v1");

            await AssertServedAsync(zot, image);
            (await zot.Client.GetAsync($"/v2/app/blobs/{layer.Digest}")).Expect(200).ExpectHeader("Content-Type", layer.MediaType);
            (await zot.Client.PutManifestAsync("app", "again", artifact)).ExpectError(400, "MANIFEST_INVALID");
        }
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Large_referrers_are_paginated_with_bounded_memory(string build)
    {
        const int Count = 40;
        await using var zot = await ZotProcess.StartAsync(build);
        var subject = Manifest.Image();
        await zot.Client.PushAsync("app", subject, "v1");
        for (var at = 0; at < Count; at++)
        {
            await zot.Client.PushAsync("app", Manifest.Artifact(Type, subject, static manifest => manifest["annotations"]!["a"] = new string('x', 3_500_000)));
        }

        var before = zot.PeakMemory;
        HashSet<string> seen = [];
        for (var next = $"/v2/app/referrers/{subject.Digest}"; next is not null;)
        {
            var page = (await zot.Client.GetAsync(next)).Expect(200);
            Assert.InRange(page.Body.Length, 1, 5 * 1024 * 1024);
            Assert.All(page.Json.GetProperty("manifests").EnumerateArray(), referrer => Assert.True(seen.Add(referrer.GetProperty("digest").GetString()!)));
            next = page.Header("Link")?.Split('<', '>')[1];
        }

        Assert.Equal(Count, seen.Count);
        Assert.InRange(zot.PeakMemory - before, 0, 200_000_000);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Damaged_index_of_one_repository_is_reported_and_the_others_are_processed(string build)
    {
        var image = Manifest.Image();
        string[] damaged = ["empty", "cut", "zeros", "mark"];
        await using var zot = await ZotProcess.StartAsync(build, (options, folder) =>
        {
            MetadataIndex.Configure(options, folder);
            new ImageLayout(Path.Combine(folder, "data", "app")).Add(image, "v1");
            foreach (var (name, index) in damaged.Zip(["", "{\"schemaVersion\":2,\"manifests\":[", "{\"schemaVersion\":2,\"manifests\":[]}\0\0\0\0", "\uFEFF{}"]))
            {
                new ImageLayout(Path.Combine(folder, "data", name)).Add(image, "v1").WriteIndex(index);
            }
        });
        await AssertServedAsync(zot, image);
        await MetadataIndex.CatchUpAsync(zot);
        Assert.Equal(damaged.Length, (await MetadataIndex.StatusAsync(zot)).GetProperty("metadata").GetProperty("failed").GetInt32());
        foreach (var name in damaged)
        {
            (await zot.Client.GetAsync($"/v2/{name}/tags/list")).ExpectError(500, "UNKNOWN");
            (await zot.Client.GetAsync($"/v2/{name}/manifests/v1")).ExpectError(500, "UNKNOWN");
            (await zot.Client.GetAsync($"/v2/{name}/referrers/{image.Digest}")).ExpectError(500, "UNKNOWN");
            (await zot.Client.HeadAsync($"/v2/{name}/manifests/{image.Digest}")).Expect(500);
            (await zot.Client.PutManifestAsync(name, "v2", image)).ExpectError(500, "UNKNOWN");
            (await zot.Client.DeleteAsync($"/v2/{name}/manifests/v1")).ExpectError(500, "UNKNOWN");
            await zot.LogsAsync($"index.json of the repository '{name}' is damaged");
        }

        string[] all = ["app", .. damaged.Order()];
        Assert.Equal(all, (await zot.Client.GetAsync("/v2/_catalog")).Expect(200).Strings("repositories"));
        await zot.Client.PushAsync("other", image, "v1");
        Assert.Contains("stored data is damaged", zot.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("panic recovered", zot.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("System.IO.InvalidDataException", zot.Log, StringComparison.Ordinal);
        Assert.Equal(0, await zot.StopAsync());
        var backup = await zot.RunAsync("backup", zot.ConfigurationFile, zot.Folder.Combine("backup"));
        await EndedAsync(backup);
        Assert.Contains("app: 1 manifests", backup.Output, StringComparison.Ordinal);
        Assert.All(damaged, name => Assert.Contains($"'{name}'", backup.Errors, StringComparison.Ordinal));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Configuration_with_invalid_Unicode_is_rejected_and_the_server_keeps_running(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        var text = await File.ReadAllTextAsync(zot.ConfigurationFile, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            zot.ConfigurationFile, text.Insert(text.IndexOf('{', StringComparison.Ordinal) + 1, "\"releaseTag\":\"\\ud800\","), TestContext.Current.CancellationToken);

        var verified = await zot.RunAsync("verify", zot.ConfigurationFile);
        await zot.SignalAsync("HUP");

        await zot.LogsAsync("failed to reload config");
        await EndedAsync(verified);
        Assert.Equal(1, await verified.ExitCode);
        Assert.Contains("not valid Unicode", verified.Errors, StringComparison.Ordinal);
        (await zot.Client.GetAsync("/v2/")).Expect(200);
    }

    // Members of a manifest, with the status of a push: 201 where registries in Go accept it. U+00FF stands for that
    // byte.
    private static IEnumerable<(string Members, int Status)> OddMembers()
    {
        foreach (var text in (string[])["\u00ff", "\\ud800", "a\\udfffb", "\u00ed\u00a0\u0080"])
        {
            yield return ($"\"annotations\":{{\"a\":\"{text}\"}}", 201);
            yield return ($"\"annotations\":{{\"{text}\":\"a\"}}", 201);
            yield return ($"\"{text}\":[\"{text}\"]", 201);
            yield return ($"\"artifactType\":\"{text}\"", 400);
            yield return ($"\"mediaType\":\"{text}\"", 400);
            yield return ($"\"subject\":{{\"mediaType\":\"{text}\",\"digest\":\"D\",\"size\":1}}", 400);
            yield return ($"\"subject\":{{\"mediaType\":\"a/b\",\"digest\":\"{text}\",\"size\":1}}", 400);
        }

        // One ends in a long s, which case folding turns into the letter s.
        foreach (var ambiguous in (string[])["layers", "Layers", "LAYERS", "Config", "config", "layer\u00c5\u00bf", "SchemaVersion", "schemaVersion"])
        {
            yield return ($"\"{ambiguous}\":2", 400);
        }

        yield return ("\"subject\":{\"mediaType\":\"a/b\\n\",\"digest\":\"D\",\"size\":1}", 400);
        yield return ("\"subject\":{\"mediaType\":\"a/b\",\"digest\":\"D\",\"size\":1,\"Digest\":\"D\"}", 400);
    }

    private static async Task AssertServedAsync(ZotProcess zot, Manifest image)
    {
        (await zot.Client.GetAsync("/v2/app/manifests/v1")).Expect(200).ExpectBody(image.Content);
        foreach (var blob in image.Blobs)
        {
            (await zot.Client.GetAsync($"/v2/app/blobs/{blob.Digest}")).Expect(200).ExpectBody(blob.Content);
        }
    }

    private static async Task EndedAsync(CommandRun run)
    {
        Assert.True(await run.ExitCode is 0 or 1, run.Transcript);
        Assert.DoesNotContain("Unhandled exception", run.Transcript, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("unexpectedly", run.Transcript, StringComparison.Ordinal);
        Assert.DoesNotContain("   at Zot.", run.Transcript, StringComparison.Ordinal);
    }
}

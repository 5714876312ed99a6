using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Extensions;

/// <summary>
/// Tests that one client, one receiver or one damaged byte does not stop the delivery of other events.
/// </summary>
public sealed class EventsPoisonTests
{
    private const string Admin = "/v2/_zot/ext/events";

    // The offset of the version in the header of an SQLite file: the last of its four bytes.
    private const int UserVersion = 63;

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Push_with_null_members_does_not_stop_deliveries(string build)
    {
        await using var receiver = new EventReceiver();
        await using var zot = await ZotProcess.StartAsync(build, (options, _) => options["extensions"] = Endpoints(
            Endpoint("ordered", receiver.Address, endpoint => (endpoint["ordering"], endpoint["extended"]) = ("endpoint", true)),
            Endpoint("upstream", receiver.Address, static endpoint => endpoint["compat"] = "upstream"),
            Endpoint("plain", receiver.Address, static endpoint => (endpoint["format"], endpoint["extended"]) = ("distribution.v2", true))));
        Manifest[] odd =
        [
            Manifest.Index([], static json => json["config"] = null), Manifest.Image(static json => json["subject"] = null),
            Manifest.Index([], static json => (json["subject"], json["layers"]) = (null, null)),
            Manifest.Image(static json => json["manifests"] = new JsonArray(null, null)),
        ];
        var accepted = 0;
        for (var number = 0; number < odd.Length; number++)
        {
            await zot.Client.PushContentAsync($"team/odd{number}", odd[number]);
            accepted += (await zot.Client.PutManifestAsync($"team/odd{number}", "v1", odd[number])).Status == 201 ? 1 : 0;
        }

        Assert.True(accepted >= 2);
        await zot.Client.PushAsync("team/app", Manifest.Image(), "good");

        await Eventually.TrueAsync(
            () => Task.FromResult(receiver.Taken.Count(static taken => taken.Summary.StartsWith("push good", StringComparison.Ordinal)) == 3),
            "every endpoint gets the following event",
            Limits.Process);
        var sinks = (await zot.Client.GetAsync($"{Admin}/sinks")).Expect(200).Json.GetProperty("sinks").EnumerateArray().ToList();
        Assert.All(sinks, static sink => Assert.Equal(("running", 0), (sink.GetProperty("state").GetString(), sink.GetProperty("deadLetters").GetInt32())));
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Receiver_with_an_invalid_redirect_does_not_stop_other_deliveries(string build)
    {
        await using var odd = new RawReceiver { Answer = static _ => RawAnswer.Status("307 Temporary Redirect", "Location: //[") };
        await using var receiver = new EventReceiver();
        await using var zot = await ZotProcess.StartAsync(build, (options, _) => options["extensions"] = Endpoints(
            Endpoint("odd", $"http://127.0.0.1:{odd.Port}/", static endpoint => (endpoint["followRedirects"], endpoint["ordering"]) = (true, "endpoint")),
            Endpoint("upstream", $"http://127.0.0.1:{odd.Port}/", static endpoint => endpoint["compat"] = "upstream"),
            Endpoint("good", receiver.Address, static _ => { })));

        await zot.Client.PushAsync("team/app", Manifest.Image(), "v1");

        await Eventually.TrueAsync(() => Task.FromResult(receiver.Taken.Any(static taken => taken.Summary.StartsWith("push v1", StringComparison.Ordinal))), "the good one gets the event", Limits.Process);
        await Eventually.TrueAsync(async () => (await StateAsync(zot, "odd")).GetProperty("waiting").GetInt32() == 0, "nothing is pending for the odd one", Limits.Process);
        Assert.InRange((await StateAsync(zot, "odd")).GetProperty("deadLetters").GetInt32(), 1, 10);
        await Eventually.TrueAsync(async () => (await StateAsync(zot, "upstream")).GetProperty("state").GetString() == "resting", "the state is reported", Limits.Process);
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Push_of_4_MiB_by_46_tags_fits_into_512_MiB(string build)
    {
        var port = FreePort.Next();
        await using var zot = await ZotProcess.StartAsync(
            build,
            (options, _) => options["extensions"] = EventsConfiguration.Of(EventsConfiguration.Http($"http://127.0.0.1:{port}/hook")),
            prefix: static _ => ["env", "DOTNET_GCHeapHardLimit=0x20000000"]);
        for (var push = 0; push < 3; push++)
        {
            var image = Manifest.Image(static json => json["annotations"] = new JsonObject { ["padding"] = new string('p', (4 * 1024 * 1024) - 2048) });
            await zot.Client.PushContentAsync("team/app", image);
            var tags = string.Join('&', Enumerable.Range(0, 46).Select(tag => $"tag=p{push}t{tag}"));
            (await zot.Client.PutAsync($"/v2/team/app/manifests/{image.Digest}?{tags}", image.Content, ("Content-Type", image.MediaType))).Expect(201);
        }

        var journal = new DirectoryInfo(Path.Combine(zot.Data, "_events")).EnumerateFiles().Sum(static file => file.Length);
        Assert.InRange(journal, 0, 48 * 1024 * 1024);
        await zot.StopAsync();
        await zot.StartAgainAsync();
        await using var receiver = new EventReceiver(port);
        await receiver.WaitAsync(20);

        Assert.All(receiver.Taken.Skip(1), static taken => Assert.True(taken.Text("manifest")!.Length > 4_000_000));
        (await zot.Client.GetAsync("/v2/")).Expect(200);
        Assert.DoesNotContain("OutOfMemory", zot.Log, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Journal_with_a_damaged_event_starts_and_delivers_the_rest(string build)
    {
        var port = FreePort.Next();
        await using var zot = await ZotProcess.StartAsync(
            build, (options, _) => options["extensions"] = EventsConfiguration.Of(EventsConfiguration.Http($"http://127.0.0.1:{port}/hook")));
        for (var number = 0; number < 5; number++)
        {
            await zot.Client.PushAsync($"team/app{number}", Manifest.Image(), $"v{number}");
        }

        await zot.StopAsync();
        Change(zot, static file =>
        {
            var tag = file.AsSpan().IndexOf("\"Tag\":\"v2\""u8);
            Assert.True(tag > 0, "the event is in the journal");
            file[tag + 8] ^= 1;
        });
        await zot.StartAgainAsync();
        await using var receiver = new EventReceiver(port);
        await receiver.WaitAsync(9);

        Assert.Equal(
            ["v0", "v1", "v3", "v4"],
            receiver.Taken.Where(static taken => taken.Type == "zotregistry.image.updated").Select(static taken => taken.Text("reference")).Order());
        Assert.Equal(1, (await zot.Client.GetAsync($"{Admin}/sinks")).Expect(200).Json.GetProperty("quarantined").GetInt32());
        await Eventually.TrueAsync(async () => (await StateAsync(zot, "hook")).GetProperty("waiting").GetInt32() == 0, "nothing is pending", Limits.Process);
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Journal_of_a_later_version_fails_the_start_with_a_one_line_error(string build)
    {
        await using var receiver = new EventReceiver();
        await using var zot = await ZotProcess.StartAsync(
            build, (options, _) => options["extensions"] = EventsConfiguration.Of(EventsConfiguration.Http(receiver.Address)));
        await zot.StopAsync();
        Change(zot, static file => file[UserVersion] = 99);

        var run = await zot.RunAsync("serve", zot.ConfigurationFile);

        Assert.NotEqual(0, await run.ExitCode);
        Assert.Contains("later version", run.Transcript, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Transcript, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Only_responses_with_content_are_pulls(string build)
    {
        await using var receiver = new EventReceiver();
        await using var zot = await ZotProcess.StartAsync(
            build, (options, _) => options["extensions"] = Endpoints(Endpoint("hook", receiver.Address, static endpoint => endpoint["include"] = new JsonObject { ["actions"] = new JsonArray("pull") })));
        var image = Manifest.Image();
        await zot.Client.PushAsync("team/app", image, "v1");
        var paths = new[] { "/v2/team/app/manifests/v1", $"/v2/team/app/blobs/{image.Blobs[1].Digest}" };
        foreach (var (path, digest) in paths.Zip([image.Digest, image.Blobs[1].Digest]))
        {
            foreach (var condition in new[] { "*", $"\"{digest}\"", $"W/\"{digest}\"", $"\"a\", \"{digest}\"" })
            {
                (await zot.Client.GetAsync(path, ("If-None-Match", condition))).Expect(304);
            }

            foreach (var condition in new[] { $"\"x{digest}\"", digest, "\"a\"" })
            {
                (await zot.Client.GetAsync(path, ("If-None-Match", condition))).Expect(200);
            }
        }

        (await zot.Client.GetAsync("/v2/team/app/manifests/absent")).Expect(404);
        await receiver.WaitAsync(6);
        Assert.Equal(
            [$"pull v1 {image.Digest}", $"pull {image.Blobs[1].Digest}"],
            receiver.Taken.Select(static taken => taken.Summary).Distinct().OrderDescending());
        await Eventually.TrueAsync(async () => (await StateAsync(zot, "hook")).GetProperty("waiting").GetInt32() == 0, "nothing is pending", Limits.Process);
        Assert.Equal(6, receiver.Taken.Count);
    }

    private static void Change(ZotProcess zot, Action<byte[]> change)
    {
        var path = Path.Combine(zot.Data, "_events", "journal.db");
        var file = File.ReadAllBytes(path);
        change(file);
        File.WriteAllBytes(path, file);
    }

    private static async Task<JsonElement> StateAsync(ZotProcess zot, string sink) =>
        (await zot.Client.GetAsync($"{Admin}/sinks")).Expect(200).Json.GetProperty("sinks").EnumerateArray()
            .Single(each => each.GetProperty("name").GetString() == sink);

    private static JsonObject Endpoint(string name, string url, Action<JsonObject> change)
    {
        var endpoint = new JsonObject { ["name"] = name, ["url"] = url };
        change(endpoint);
        return endpoint;
    }

    private static JsonObject Endpoints(params JsonObject[] endpoints) => new()
    {
        ["events"] = new JsonObject
        {
            ["enable"] = true,
            ["notifications"] = new JsonObject { ["events"] = new JsonObject { ["includeReferences"] = true }, ["endpoints"] = new JsonArray([.. endpoints]) },
        },
    };
}

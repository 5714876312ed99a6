using System.Text;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Extensions;

public sealed class EventsTests
{
    private const string Admin = "/v2/_zot/ext/events";

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task First_push_delivers_exactly_two_events(string build)
    {
        await using var receiver = new EventReceiver();
        await using var zot = await StartAsync(build, receiver);
        var image = Manifest.Image();

        await zot.Client.PushAsync("team/app", image, "v1");
        await zot.Client.PutManifestAsync("team/app", "v1", image);
        (await zot.Client.DeleteAsync("/v2/team/app/manifests/v1")).Expect(202);
        if (build == "minimal")
        {
            await zot.LogsAsync("doesn't include this feature");
            Assert.Empty(receiver.Taken);
            return;
        }

        await receiver.WaitAsync(3);
        Assert.Equal(
            ["zotregistry.repository.created", "zotregistry.image.updated", "zotregistry.image.deleted"],
            receiver.Taken.Select(static taken => taken.Type));
        Assert.All(receiver.Taken, static taken => Assert.Equal(
            ("zotregistry.dev", "1.0", "application/json", "team/app"),
            (taken.Headers["Ce-Source"], taken.Headers["Ce-Specversion"], taken.Headers["Content-Type"], taken.Text("name"))));
        var updated = receiver.Taken[1];
        Assert.Equal(("v1", image.Digest, image.MediaType), (updated.Text("reference"), updated.Text("digest"), updated.Text("mediaType")));
        Assert.Equal(Encoding.UTF8.GetString(image.Content), updated.Text("manifest"));
        Assert.Equal("PUT", updated.Body.GetProperty("request").GetProperty("method").GetString());
        Assert.Equal(("v1", image.Digest), (receiver.Taken[2].Text("reference"), receiver.Taken[2].Text("digest")));
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Notification_endpoint_gets_the_events_of_the_distribution_registry(string build)
    {
        await using var receiver = new EventReceiver();
        await using var zot = await ZotProcess.StartAsync(build, (options, _) => options["extensions"] = Endpoint(receiver));
        var image = Manifest.Image();
        var blob = image.Blobs[1];

        await zot.Client.PushAsync("team/app", image, "v2");
        (await zot.Client.PutManifestAsync("team/app", "v1", image)).Expect(201);
        (await zot.Client.GetAsync("/v2/team/app/manifests/v1")).Expect(200);
        (await zot.Client.HeadAsync("/v2/team/app/manifests/v1")).Expect(200);
        (await zot.Client.PostAsync($"/v2/team/other/blobs/uploads/?mount={blob.Digest}&from=team/app")).Expect(201);
        (await zot.Client.DeleteAsync($"/v2/team/app/manifests/{image.Digest}")).Expect(202);
        (await zot.Client.DeleteAsync($"/v2/team/app/blobs/{blob.Digest}")).Expect(202);

        await receiver.WaitAsync(10);
        Assert.All(receiver.Taken, static taken =>
            Assert.Equal("application/vnd.docker.distribution.events.v1+json", taken.Headers["Content-Type"]));
        Assert.Equal(
            [
                $"push {image.Blobs[0].Digest}", $"push {blob.Digest}", $"push v2 {image.Digest}", $"push v1 {image.Digest}",
                $"pull v1 {image.Digest}", $"delete {image.Digest}", "delete v1", "delete v2", $"delete {blob.Digest}",
            ],
            InApp(receiver).OrderBy(Place));
        Assert.Contains($"mount {blob.Digest} team/app", receiver.Taken.Select(static taken => taken.Summary));

        // Pulls are written asynchronously, and thus may follow later changes.
        int Place(string summary) => summary.StartsWith("push", StringComparison.Ordinal) ? 0
            : summary.StartsWith("pull", StringComparison.Ordinal) ? 1 : 2;
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Missed_events_arrive_in_order_when_the_receiver_returns(string build)
    {
        var port = FreePort.Next();
        await using var zot = await ZotProcess.StartAsync(build, (options, _) => options["extensions"] = Sink($"http://127.0.0.1:{port}/"));
        for (var number = 0; number < 20; number++)
        {
            await zot.Client.PushAsync("team/app", Manifest.Image(), $"v{number}");
        }

        await zot.KillAsync();
        await zot.StartAgainAsync();
        await using var receiver = new EventReceiver(port);
        await receiver.WaitAsync(21);

        Assert.Equal(
            Enumerable.Range(0, 20).Select(static number => $"v{number}"),
            receiver.Taken.Skip(1).Select(static taken => taken.Text("reference")));
        Assert.Equal(Enumerable.Range(1, 21).Select(static turn => $"{turn}"), receiver.Taken.Select(static taken => taken.Headers["Ce-Sequence"]));
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Poison_event_blocks_no_others_and_can_be_replayed(string build)
    {
        await using var receiver = new EventReceiver { Answer = static taken => taken.Text("reference") == "poison" ? 400 : 200 };
        await using var zot = await StartAsync(build, receiver);
        await zot.Client.PushAsync("team/app", Manifest.Image(), "poison");
        await zot.Client.PushAsync("team/app", Manifest.Image(), "good");
        await zot.Client.PushAsync("team/other", Manifest.Image(), "good");
        await receiver.WaitAsync(4);

        var letter = (await zot.Client.GetAsync($"{Admin}/deadletters")).Expect(200).Json.GetProperty("deadLetters")[0];
        receiver.Answer = static _ => 200;
        var sink = Uri.EscapeDataString(letter.GetProperty("sink").GetString()!);
        (await zot.Client.PostAsync($"{Admin}/deadletters/replay?sink={sink}")).Expect(202);
        await receiver.WaitAsync(5);

        Assert.Equal(5, letter.GetProperty("attempts").GetInt32());
        Assert.Equal(
            ("poison", "true", letter.GetProperty("id").GetString()),
            (receiver.Taken[^1].Text("reference"), receiver.Taken[^1].Headers["Ce-Replay"], receiver.Taken[^1].Id));
        await Eventually.TrueAsync(
            async () => (await zot.Client.GetAsync($"{Admin}/deadletters")).Json.GetProperty("deadLetters").GetArrayLength() == 0,
            "no dead letter is left",
            Limits.Process);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Only_administrators_can_access_the_sinks(string build)
    {
        await using var receiver = new EventReceiver();
        await using var zot = await ZotProcess.StartAsync(build, (options, folder) =>
        {
            options["extensions"] = Sink(receiver.Address);
            AccessControl(options, folder);
        });
        using var user = new RegistryClient(zot.Address, Htpasswd.Basic("alice", "wonderland"));
        using var admin = new RegistryClient(zot.Address, Htpasswd.Basic("bob", "builder"));
        var there = build != "minimal";

        foreach (var path in new[] { "/sinks", "/deadletters" })
        {
            (await zot.Client.GetAsync(Admin + path)).Expect(there ? 401 : 404);
            (await user.GetAsync(Admin + path)).Expect(there ? 403 : 404);
            (await admin.GetAsync(Admin + path)).Expect(there ? 200 : 404);
        }

        (await user.PostAsync($"{Admin}/ping?sink=hook")).Expect(there ? 403 : 404);
        (await admin.PostAsync($"{Admin}/ping?sink=hook")).Expect(there ? 200 : 404);
    }

    private static IEnumerable<string> InApp(EventReceiver receiver) => receiver.Taken
        .Where(static taken => taken.Notified.GetProperty("target").GetProperty("repository").GetString() == "team/app")
        .Select(static taken => taken.Summary);

    private static Task<ZotProcess> StartAsync(string build, EventReceiver receiver) =>
        ZotProcess.StartAsync(build, (options, _) => options["extensions"] = Sink(receiver.Address));

    private static JsonObject Sink(string address) => new()
    {
        ["events"] = new JsonObject
        {
            ["enable"] = true,
            ["sinks"] = new JsonArray(new JsonObject { ["name"] = "hook", ["type"] = "http", ["address"] = address }),
        },
    };

    private static JsonObject Endpoint(EventReceiver receiver) => new()
    {
        ["events"] = new JsonObject
        {
            ["enable"] = true,
            ["notifications"] = new JsonObject
            {
                ["endpoints"] = new JsonArray(new JsonObject { ["name"] = "hook", ["url"] = receiver.Address }),
            },
        },
    };

    private static void AccessControl(JsonObject options, string folder)
    {
        var file = Path.Combine(folder, "htpasswd");
        File.WriteAllLines(file, [Htpasswd.Alice, Htpasswd.Bob]);
        options["http"]!["auth"] = new JsonObject { ["htpasswd"] = new JsonObject { ["path"] = file } };
        options["http"]!["accessControl"] = new JsonObject
        {
            ["repositories"] = new JsonObject { ["**"] = new JsonObject { ["defaultPolicy"] = new JsonArray("read") } },
            ["adminPolicy"] = new JsonObject { ["users"] = new JsonArray("bob"), ["actions"] = new JsonArray("read", "create", "update", "delete") },
        };
    }
}

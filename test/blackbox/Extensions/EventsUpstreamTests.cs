using System.Text.Json.Nodes;

namespace Zot.BlackBox.Extensions;

/// <summary>
/// Tests that <c>compat: upstream</c> sends exactly the events of the distribution registry, given the same requests of
/// the same client.
/// </summary>
/// <remarks>
/// Not covered, because that registry (2.8) does not support it or has a bug: the deletion of a tag (it responds 400),
/// referrers, sha512, and a range beyond the end of a blob, whose response it aborts.
/// </remarks>
public sealed class EventsUpstreamTests
{
    private const string App = "team/app";
    private const string Other = "team/other";

    private static readonly (string, string)[] AcceptsAll =
        [("Accept", string.Join(", ", MediaType.Image, MediaType.Index, MediaType.DockerImage, MediaType.DockerList))];

    private static readonly Blob Absent = Blob.Random();
    private static readonly Blob Chunked = Blob.Random(15);
    private static readonly Manifest Image = Manifest.Image(manifest => manifest["annotations"] = new JsonObject { ["a"] = "<b> & c" });
    private static readonly Manifest Docker = Manifest.DockerImage();
    private static readonly Manifest Index = Manifest.Index([Image]);

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Events_match_those_of_the_distribution_registry(string build)
    {
        await using var expected = new EventReceiver();
        await using (var distribution = await DistributionProcess.StartAsync(expected.Address))
        {
            await RunAsync(distribution.Client);
            await expected.WaitAsync(Rows);
        }

        await using var actual = new EventReceiver();
        await using var zot = await ZotProcess.StartAsync(build, (options, _) => Configure(options, actual));
        await RunAsync(zot.Client);
        await actual.WaitAsync(Rows);

        Assert.Equal(Rows, expected.Taken.Count);
        Assert.Equal(expected.Taken.Select(Normalized), actual.Taken.Select(Normalized));
        Assert.Equal(expected.Taken.Select(static taken => taken.Headers["Content-Type"]), actual.Taken.Select(static taken => taken.Headers["Content-Type"]));
        Assert.DoesNotContain(actual.Taken, static taken => taken.Headers.Keys.Any(static name => name.StartsWith("Zot-", StringComparison.OrdinalIgnoreCase)));
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Events_stay_pending_in_order_while_the_receiver_rejects_them(string build)
    {
        var refusals = 0;
        await using var receiver = new EventReceiver { Answer = _ => Interlocked.Increment(ref refusals) <= 25 ? 410 : 200 };
        await using var zot = await ZotProcess.StartAsync(build, (options, _) => Configure(options, receiver));

        await zot.Client.PushAsync(App, Image, "v1");
        await zot.Client.PushAsync(Other, Docker, "v1");
        await receiver.WaitAsync(6);

        Assert.Equal(
            [App, App, App, Other, Other, Other],
            receiver.Taken.Select(static taken => taken.Notified.GetProperty("target").GetProperty("repository").GetString()));
    }

    // The number of events of the script.
    private const int Rows = 34;

    private static async Task RunAsync(RegistryClient client)
    {
        await PushAsync(client);
        await PullAsync(client);
        await DeleteAsync(client);
    }

    private static async Task PushAsync(RegistryClient client)
    {
        foreach (var blob in Image.Blobs.Concat(Docker.Blobs).Append(Image.Blobs[0]))
        {
            var upload = await client.StartUploadAsync(App);
            (await FinishAsync(client, upload, blob.Digest, blob.Content)).Expect(201);
        }

        var location = await client.StartUploadAsync(App);
        location = (await client.PatchChunkAsync(location, 0, Chunked.Content[..7])).Expect(202).Location;
        location = (await client.PatchChunkAsync(location, 7, Chunked.Content[7..])).Expect(202).Location;
        (await FinishAsync(client, location, Chunked.Digest, [])).Expect(201);
        (await client.HeadAsync($"/v2/{App}/blobs/{Absent.Digest}")).Expect(404);
        (await client.PostAsync($"/v2/{Other}/blobs/uploads/?mount={Chunked.Digest}&from={App}")).Expect(201);
        (await client.PostAsync($"/v2/{Other}/blobs/uploads/?mount={Absent.Digest}&from={App}")).Expect(202);
        location = await client.StartUploadAsync(App);
        (await client.DeleteAsync(location)).Expect(204);

        foreach (var reference in new[] { "v1", "v1", "v2", Image.Digest })
        {
            (await client.PutManifestAsync(App, reference, Image)).Expect(201);
        }

        (await client.PutManifestAsync(App, "docker", Docker)).Expect(201);
        (await client.PutManifestAsync(App, "all", Index)).Expect(201);
        (await client.PutManifestAsync(App, "bad", new Manifest(MediaType.DockerImage, "{}"u8.ToArray()))).Expect(400);
    }

    private static async Task PullAsync(RegistryClient client)
    {
        foreach (var reference in new[] { "v1", Image.Digest, "docker", "all" })
        {
            (await client.GetAsync($"/v2/{App}/manifests/{reference}", AcceptsAll)).Expect(200);
            (await client.HeadAsync($"/v2/{App}/manifests/{reference}", AcceptsAll)).Expect(200);
        }

        var blob = $"/v2/{App}/blobs/{Chunked.Digest}";
        (await client.GetAsync($"/v2/{App}/manifests/v1", [.. AcceptsAll, ("If-None-Match", $"\"{Image.Digest}\"")])).Expect(304);
        (await client.GetAsync($"/v2/{App}/manifests/absent", AcceptsAll)).Expect(404);
        (await client.GetAsync(blob)).Expect(200);
        (await client.HeadAsync(blob)).Expect(200);
        (await client.GetAsync(blob, ("Range", "bytes=0-2"))).Expect(206);
        (await client.GetAsync(blob, ("Range", "bytes=3-5"))).Expect(206);
        (await client.GetAsync(blob, ("If-None-Match", $"\"{Chunked.Digest}\""))).Expect(304);
        (await client.GetAsync($"/v2/{App}/tags/list")).Expect(200);
        (await client.GetAsync("/v2/_catalog")).Expect(200);
        (await client.GetAsync("/v2/")).Expect(200);
    }

    private static async Task DeleteAsync(RegistryClient client)
    {
        foreach (var manifest in new[] { Index, Docker, Image })
        {
            (await client.DeleteAsync($"/v2/{App}/manifests/{manifest.Digest}")).Expect(202);
            (await client.DeleteAsync($"/v2/{App}/manifests/{manifest.Digest}")).Expect(404);
        }

        (await client.DeleteAsync($"/v2/{App}/blobs/{Chunked.Digest}")).Expect(202);
        (await client.DeleteAsync($"/v2/{App}/blobs/{Chunked.Digest}")).Expect(404);
    }

    // That registry stores the state of an upload in the query.
    private static Task<Answer> FinishAsync(RegistryClient client, string upload, string digest, byte[] content) => client.PutAsync(
        $"{upload}{(upload.Contains('?', StringComparison.Ordinal) ? '&' : '?')}digest={digest}", content, ("Content-Type", MediaType.OctetStream));

    private static string Normalized(ReceivedEvent received)
    {
        var happened = JsonNode.Parse(received.Notified.GetRawText())!.AsObject();
        foreach (var path in new[] { "id", "timestamp", "request.id", "request.addr", "request.host", "source.addr", "source.instanceID" })
        {
            var (parent, name) = path.Split('.') is [var section, var member] ? (happened[section]!.AsObject(), member) : (happened, path);
            parent[name] = parent[name] is JsonValue value && value.TryGetValue<string>(out _) ? "some" : throw new InvalidOperationException($"{path} is missing");
        }

        if ((string?)happened["target"]!["url"] is { } url)
        {
            happened["target"]!["url"] = new Uri(url).PathAndQuery;
        }

        return happened.ToJsonString();
    }

    private static void Configure(JsonObject options, EventReceiver receiver)
    {
        options["http"]!["compat"] = new JsonArray("docker2s2");
        options["extensions"] = new JsonObject
        {
            ["events"] = new JsonObject
            {
                ["enable"] = true,
                ["notifications"] = new JsonObject
                {
                    ["compat"] = "upstream",
                    ["events"] = new JsonObject { ["includereferences"] = true },
                    ["endpoints"] = new JsonArray(new JsonObject
                    {
                        ["name"] = "hook",
                        ["url"] = receiver.Address,
                        ["threshold"] = 5,
                        ["backoff"] = "50ms",
                        ["timeout"] = "5s",
                    }),
                },
            },
        };
    }
}

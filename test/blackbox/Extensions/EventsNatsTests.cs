using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Zot.Testing.Nats;

namespace Zot.BlackBox.Extensions;

/// <summary>Tests the events at a real nats-server, with a client that implements the protocol itself.</summary>
public sealed class EventsNatsTests
{
    private const string Admin = "/v2/_zot/ext/events";
    private const string Annotation = "org.opencontainers.image.source";
    private const string Password = "let-me-in-7f3a";

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task All_events_arrive_once_in_order_and_in_the_right_format(string build)
    {
        await using var server = await NatsServer.StartAsync(port: FreePort.Next());
        await using var subscriber = await NatsClient.ConnectAsync(server.Port);
        var subscription = await subscriber.SubscribeAsync(">");
        await using var zot = await ZotProcess.StartAsync(build, (options, _) =>
        {
            options["extensions"] = EventsConfiguration.Of(EventsConfiguration.Nats(server.Url));
            options["extensions"]!["lint"] = new JsonObject { ["enable"] = true, ["mandatoryAnnotations"] = new JsonArray(Annotation) };
        });
        var images = Enumerable.Range(0, 4).Select(static _ => Complete()).ToArray();
        var incomplete = Manifest.Image();

        await zot.Client.PushAsync("team/app", images[0], "v1");
        await zot.Client.PushAsync("team/app", images[1], "v1");
        await zot.Client.PushAsync("team/app", images[1], "v1");
        await zot.Client.PushAsync("team/app", images[2]);
        await zot.Client.PushAsync("team/app", images[3], $"{images[3].Digest}?tag=a&tag=b");
        await zot.Client.PushContentAsync("team/app", incomplete);
        (await zot.Client.PutManifestAsync("team/app", "v2", incomplete)).Expect(400);
        (await zot.Client.DeleteAsync("/v2/team/app/manifests/v1")).Expect(202);
        (await zot.Client.DeleteAsync($"/v2/team/app/manifests/{images[3].Digest}")).Expect(202);
        await zot.Client.PushAsync("team/other", images[0], "last");

        var told = await subscriber.WaitAsync(subscription, 11);
        var app = told.Where(static message => message.Turn.Repository == "team/app").ToList();
        Assert.Equal(
            [
                "repository.created  ",
                $"image.updated v1 {images[0].Digest}",
                $"image.updated v1 {images[1].Digest}",
                $"image.updated {images[2].Digest} {images[2].Digest}",
                $"image.updated a {images[3].Digest}",
                $"image.updated b {images[3].Digest}",
                $"image.lint_failed v2 {incomplete.Digest}",
                $"image.deleted v1 {images[1].Digest}",
                $"image.deleted {images[3].Digest} {images[3].Digest}",
            ],
            app.Select(static message => $"{message.Type["zotregistry.".Length..]} {message.Text("reference")} {message.Text("digest")}"));
        // zot has no event for the fourth push, which changed nothing, nor for the two tags deleted with a digest.
        Assert.Equal(["1", "2", "3", "5", "6", "7", "8", "9", "10"], app.Select(static message => message.Turn.Sequence));
        Assert.Equal(11, told.Select(static message => message.Id).Distinct().Count());
        Assert.All(told, static message => Assert.Equal(("registry.events", null, null), (message.Subject, message.Reply, message.Headers)));
        Assert.All(told, AssertEnvelope);
        Assert.All(
            app.Where(static message => message.Type.EndsWith("updated", StringComparison.Ordinal)),
            message => Assert.Contains(images, image => Encoding.UTF8.GetString(image.Content) == message.Text("manifest")));
        Assert.Equal(Encoding.UTF8.GetString(incomplete.Content), app[6].Text("manifest"));
        Assert.Equal(["name", "request"], Names(app[0].Json.GetProperty("data")));
        Assert.Equal(["digest", "manifest", "mediaType", "name", "reference", "request"], Names(app[1].Json.GetProperty("data")));
        Assert.Equal(["digest", "manifest", "mediaType", "name", "reference", "request"], Names(app[6].Json.GetProperty("data")));
        Assert.Equal(["digest", "mediaType", "name", "reference", "request"], Names(app[7].Json.GetProperty("data")));
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task User_with_a_password_connects_over_TLS_and_events_name_the_actor(string build)
    {
        using var certificates = new NatsCertificates();
        await using var server = await NatsServer.StartAsync(
            $"authorization {{ users: [{{ user: zot, password: '{Password}' }}] }}\n{certificates.Configuration()}", FreePort.Next());
        await using var subscriber = await NatsClient.ConnectAsync(server.Port, "zot", Password, certificates.Authority);
        var subscription = await subscriber.SubscribeAsync("registry.events");
        await using var zot = await ZotProcess.StartAsync(build, (options, folder) =>
        {
            options["extensions"] = EventsConfiguration.Of(EventsConfiguration.Nats(
                $"tls://127.0.0.1:{server.Port}", sink => Protect(sink, Password, certificates.Authority)));
            var users = Path.Combine(folder, "htpasswd");
            File.WriteAllText(users, Htpasswd.Alice);
            options["http"]!["auth"] = new JsonObject { ["htpasswd"] = new JsonObject { ["path"] = users } };
        });
        using var alice = new RegistryClient(zot.Address, Htpasswd.Basic("alice", "wonderland"));
        var image = Manifest.Image();
        await alice.PushContentAsync("team/app", image);

        (await alice.PutAsync(
            "/v2/team/app/manifests/v1", image.Content, ("Content-Type", image.MediaType), ("User-Agent", "pusher/1.2"))).Expect(201);

        var updated = (await subscriber.WaitAsync(subscription, 2))[1].Json.GetProperty("data");
        Assert.Equal("""{"name":"alice"}""", updated.GetProperty("actor").GetRawText());
        var request = updated.GetProperty("request");
        Assert.Equal(["addr", "method", "useragent"], Names(request));
        Assert.Matches(@"^127\.0\.0\.1:\d+$", request.GetProperty("addr").GetString());
        Assert.Equal(("PUT", "pusher/1.2"), (request.GetProperty("method").GetString(), request.GetProperty("useragent").GetString()));
        Assert.DoesNotContain(Password, zot.Log, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Registry_does_not_start_if_the_server_rejects_it_or_is_not_trusted(string build)
    {
        using var certificates = new NatsCertificates();
        using var strangers = new NatsCertificates();
        await using var server = await NatsServer.StartAsync(
            $"authorization {{ users: [{{ user: zot, password: '{Password}' }}] }}\n{certificates.Configuration()}", FreePort.Next());

        var refused = await StartAsync("wrong-4711", certificates.Authority);
        var untrusted = await StartAsync(Password, strangers.Authority);

        Assert.All([refused, untrusted], static message => Assert.Contains("bus", message, StringComparison.Ordinal));
        Assert.Contains("uthorization", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-4711", refused, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, untrusted, StringComparison.Ordinal);

        Task<string> StartAsync(string password, string authority) => RefusalAsync(
            build, EventsConfiguration.Nats($"tls://127.0.0.1:{server.Port}", sink => Protect(sink, password, authority)));
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task JetStream_stream_is_created_and_stores_every_event_once(string build)
    {
        await using var server = await NatsServer.StartWithJetStreamAsync(port: FreePort.Next());
        await using var client = await NatsClient.ConnectAsync(server.Port);
        await using var zot = await ZotProcess.StartAsync(
            build, (options, _) => options["extensions"] = EventsConfiguration.Of(EventsConfiguration.JetStream(server.Url)));
        await zot.Client.PushAsync("team/app", Manifest.Image(), "v1");
        await zot.Client.PushAsync("team/app", Manifest.Image(), "v2");

        var stored = await client.ConsumeAsync("REGISTRY", "audit", 3);
        var again = await client.RequestAsync("registry.events", "{}", $"Nats-Msg-Id: {stored[1].Id}");
        await ReplayAllAsync(zot);
        await ReplayAllAsync(zot); // the first replay completes before the second starts

        var config = (await client.RequestAsync("$JS.API.STREAM.INFO.REGISTRY", "")).GetProperty("config");
        Assert.Equal(("file", "registry.events"), (config.GetProperty("storage").GetString(), Assert.Single(config.GetProperty("subjects").EnumerateArray()).GetString()));
        Assert.Equal(
            ["zotregistry.repository.created", "zotregistry.image.updated", "zotregistry.image.updated"], stored.Select(static message => message.Type));
        Assert.Equal([null, "v1", "v2"], stored.Select(static message => message.Text("reference")));
        Assert.All(stored, static message => Assert.Equal((message.Id, "registry.events"), (message.Header("Nats-Msg-Id"), message.Subject)));
        Assert.All(stored, AssertEnvelope);
        Assert.True(again.GetProperty("duplicate").GetBoolean());
        Assert.Equal(3, await client.CountAsync("REGISTRY"));
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Registry_does_not_start_without_the_server_unless_the_sink_is_not_required(string build)
    {
        var port = FreePort.Next();
        var refusal = await RefusalAsync(build, EventsConfiguration.JetStream($"nats://127.0.0.1:{port}"));
        await using var zot = await ZotProcess.StartAsync(build, (options, _) => options["extensions"] = EventsConfiguration.Of(
            EventsConfiguration.JetStream($"nats://127.0.0.1:{port}", static sink => sink["required"] = false)));
        await zot.Client.PushAsync("team/app", Manifest.Image(), "v1");

        await using var server = await NatsServer.StartWithJetStreamAsync(port: port);
        await using var client = await NatsClient.ConnectAsync(port);
        await Eventually.TrueAsync(async () => await client.CountAsync("REGISTRY") >= 2, "the stream has the events", Limits.Process);
        var stored = await client.ConsumeAsync("REGISTRY", "audit", 2);

        Assert.Contains("failed to start the event sink bus", refusal, StringComparison.Ordinal);
        await zot.LogsAsync("event sink unavailable at startup");
        Assert.Equal(["zotregistry.repository.created", "zotregistry.image.updated"], stored.Select(static message => message.Type));
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild]
    public async Task Server_killed_during_pushes_gets_every_event_in_order_after_its_return(string build)
    {
        const int Repositories = 4;
        const int Pushes = 12;
        await using var server = await NatsServer.StartWithJetStreamAsync(port: FreePort.Next());
        await using var zot = await ZotProcess.StartAsync(
            build, (options, _) => options["extensions"] = EventsConfiguration.Of(EventsConfiguration.JetStream(server.Url)));
        var pushed = 0;
        var clients = Enumerable.Range(0, Repositories).Select(PushAsync).ToArray();

        await Eventually.TrueAsync(() => Task.FromResult(pushed >= Repositories * Pushes / 3), "a third is pushed", Limits.Process);
        await server.KillAsync();
        await Task.WhenAll(clients);
        await server.StartAgainAsync();
        await using var client = await NatsClient.ConnectAsync(server.Port);
        await Eventually.TrueAsync(
            async () => await client.CountAsync("REGISTRY") >= Repositories * (Pushes + 1), "the stream has every event", Limits.Process);
        var stored = await client.ConsumeAsync("REGISTRY", "audit", Repositories * (Pushes + 1));

        Assert.All(stored.GroupBy(static message => message.Turn.Repository), static ofOne => Assert.Equal(
            [("1", null), .. Enumerable.Range(0, Pushes).Select(static push => ($"{push + 2}", (string?)$"v{push}"))],
            ofOne.Select(static message => (message.Turn.Sequence, message.Text("reference")))));
        Assert.Equal(Repositories * (Pushes + 1), await client.CountAsync("REGISTRY"));

        async Task PushAsync(int repository)
        {
            for (var push = 0; push < Pushes; push++)
            {
                await zot.Client.PushAsync($"team/app{repository}", Manifest.Image(), $"v{push}");
                Interlocked.Increment(ref pushed);
            }
        }
    }

    private static Manifest Complete() =>
        Manifest.Image(static image => image["annotations"] = new JsonObject { [Annotation] = "https://git.example/app" });

    private static void Protect(JsonObject sink, string password, string authority)
    {
        sink["credentials"] = new JsonObject { ["username"] = "zot", ["password"] = password };
        sink["tlsconfig"] = new JsonObject { ["cacertfile"] = authority };
    }

    private static async Task<string> RefusalAsync(string build, JsonObject sink)
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => ZotProcess.StartAsync(build, (options, _) => options["extensions"] = EventsConfiguration.Of(sink)));
        return refusal.Message;
    }

    private static async Task ReplayAllAsync(ZotProcess zot) => await Eventually.TrueAsync(
        async () => (await zot.Client.PostAsync($"{Admin}/replay?sink=bus&fromSequence=1")).Expect(202).Json.GetProperty("count").GetInt32() == 3,
        "all events are replayed");

    // Exactly these attributes.
    private static void AssertEnvelope(NatsMessage message)
    {
        var envelope = message.Json;
        Assert.Equal(["data", "datacontenttype", "id", "partitionkey", "sequence", "source", "specversion", "time", "type"], Names(envelope));
        Assert.Equal(
            ("1.0", "zotregistry.dev", "application/json"),
            (envelope.GetProperty("specversion").GetString(), envelope.GetProperty("source").GetString(), envelope.GetProperty("datacontenttype").GetString()));
        Assert.True(Guid.TryParse(message.Id, out _));
        Assert.InRange(envelope.GetProperty("time").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-10), DateTimeOffset.UtcNow.AddMinutes(1));
        Assert.EndsWith("Z", envelope.GetProperty("time").GetString(), StringComparison.Ordinal);
        Assert.Equal(message.Turn.Repository, message.Text("name"));
    }

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(static member => member.Name).Order(StringComparer.Ordinal);
}

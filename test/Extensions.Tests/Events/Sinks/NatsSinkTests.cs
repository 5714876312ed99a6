#if EXT_EVENTS
using System.Collections;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.NKeys;
using Xunit;
using Zot.Configuration.Extensions;
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Model;
using Zot.Extensions.Events.Sinks;
using Zot.Extensions.Tests.Events.Nats;
using Zot.Hosting;
using Zot.Testing;
using Zot.Testing.Nats;

namespace Zot.Extensions.Tests.Events.Sinks;

public sealed class NatsSinkTests
{
    [Fact]
    public async Task Write_publishes_one_structured_CloudEvent_without_headers()
    {
        await using var server = await NatsServer.StartAsync("authorization { user: u, password: p }");
        await using var client = new NatsConnection(NatsClients.Options(server, new() { Username = "u", Password = "p" }));
        await using var subscription = await client.SubscribeCoreAsync<byte[]>("alpha");
        await client.PingAsync();
        await using var sink = Sink(Options(server) with { Credentials = new() { Username = "u", Password = "p" } });
        await sink.StartAsync(default);

        await sink.WriteAsync([Entry("1"), Entry("2")], default);

        var first = await NatsClients.NextAsync(subscription.Msgs);
        var told = JsonNode.Parse(NatsClients.Text(first))!;
        Assert.Equal("1", (string?)told["id"]);
        Assert.Equal("zotregistry.repository.created", (string?)told["type"]);
        Assert.Equal("app", (string?)told["data"]!["name"]);
        Assert.Null(first.Headers);
        Assert.Equal("2", (string?)JsonNode.Parse(NatsClients.Text(await NatsClients.NextAsync(subscription.Msgs)))!["id"]);
    }

    [Fact]
    public async Task Start_without_a_server_fails_unless_the_sink_is_not_required()
    {
        await using var server = await NatsServer.StartAsync();
        await server.KillAsync();
        await using var required = Sink(Options(server));
        await using var patient = Sink(Options(server) with { Required = false });

        var refusal = await Assert.ThrowsAsync<StartupException>(() => required.StartAsync(default));
        await patient.StartAsync(default);
        var failure = await Assert.ThrowsAsync<DeliveryException>(async () => await patient.WriteAsync([Entry("1")], default));
        await server.StartAgainAsync();
        await TakenAsync(patient, Entry("1"));

        Assert.StartsWith("failed to start the event sink test: ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(DeliveryOutcome.Unavailable, failure.Outcome);
    }

    [Fact]
    public async Task Start_with_a_wrong_password_fails_without_showing_it()
    {
        await using var server = await NatsServer.StartAsync("authorization { user: u, password: p }");
        await using var sink = Sink(Options(server) with { Credentials = new() { Username = "u", Password = "guess" } });

        var refusal = await Assert.ThrowsAsync<StartupException>(() => sink.StartAsync(default));

        Assert.Contains("uthorization", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("guess", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sink_with_a_missing_tls_file_is_rejected()
    {
        await using var server = await NatsServer.StartAsync();

        Assert.Throws<StartupException>(() => Sink(Options(server) with
        {
            Required = false,
            TlsConfig = new() { CaCertFile = server["absent.pem"] },
        }));
    }

    [Fact]
    public async Task Write_to_a_lost_server_fails_in_time_and_recovers()
    {
        await using var server = await NatsServer.StartAsync();
        var time = new ManualTime();
        await using var sink = Sink(Options(server), time);
        await sink.StartAsync(default);
        await server.KillAsync();

        var failure = await Assert.ThrowsAsync<DeliveryException>(() => WriteAsync(sink, time, TimeSpan.FromSeconds(10)));
        await server.StartAgainAsync();
        await WriteAsync(sink, time, TimeSpan.FromMilliseconds(1));

        Assert.Equal(DeliveryOutcome.Unavailable, failure.Outcome);
    }

    [Fact]
    public async Task Write_without_permission_is_not_a_success()
    {
        await using var server = await NatsServer.StartAsync("authorization { users: [ { user: u, password: p, permissions: { publish: other } } ] }");
        await using var sink = Sink(Options(server) with { Credentials = new() { Username = "u", Password = "p" } });
        await sink.StartAsync(default);

        // The error is reported asynchronously: on a slow machine it fails the next event.
        DeliveryException? failure = null;
        await Eventually.HoldsAsync(async () => (failure = await FailureAsync(sink, Entry("1"))) is not null, "the error is reported");

        Assert.Equal(DeliveryOutcome.Unavailable, failure!.Outcome);
        Assert.Contains("ermissions", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_beyond_the_maximum_payload_is_rejected()
    {
        await using var server = await NatsServer.StartAsync("max_payload: 64");
        await using var sink = Sink(Options(server));
        await sink.StartAsync(default);

        var failure = await Assert.ThrowsAsync<DeliveryException>(async () => await sink.WriteAsync([Entry("1")], default));

        Assert.Equal(DeliveryOutcome.Rejected, failure.Outcome);
    }

    [Fact]
    public async Task Write_to_a_closed_sink_throws()
    {
        await using var server = await NatsServer.StartAsync();
        var sink = Sink(Options(server));
        await sink.StartAsync(default);

        await sink.CloseAsync(default);
        await sink.CloseAsync(default);

        await Assert.ThrowsAsync<SinkClosedException>(async () => await sink.WriteAsync([Entry("1")], default));
    }

    [Fact]
    public async Task Close_during_writes_ends_every_write_and_loses_no_acknowledged_event()
    {
        await using var server = await NatsServer.StartWithJetStreamAsync();
        var sink = Sink(Options(server) with { JetStream = true, Stream = "ZOT", CreateStream = true });
        await sink.StartAsync(default);
        var acknowledged = 0;
        var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var number = 0; ; number++)
            {
                await sink.WriteAsync([Entry($"{writer}-{number}")], default);
                Interlocked.Increment(ref acknowledged);
            }
        })).ToList();
        await Eventually.HoldsAsync(() => Task.FromResult(Volatile.Read(ref acknowledged) > 50), "events are written");

        await sink.CloseAsync(default);

        var ends = Task.WhenAll(writers.Select(writer => Assert.ThrowsAsync<SinkClosedException>(() => writer)));
        await ends.WaitAsync(TimeSpan.FromSeconds(120));
        await using var client = new NatsConnection(NatsClients.Options(server.Url));
        var stored = (await new NatsJSContext(client).GetStreamAsync("ZOT")).Info.State.Messages;
        Assert.InRange(stored, acknowledged, acknowledged + writers.Count);
    }

    [Fact]
    public async Task Close_while_publishers_hold_the_connection_ends_every_write()
    {
        await using var server = await NatsServer.StartAsync();
        await using var proxy = new SlowProxy(server.Port);
        using var stop = new CancellationTokenSource();
        var sink = Sink(Options(server) with { Address = proxy.Url }, new ManualTime());
        await sink.StartAsync(default);

        // The server does not read: once the buffers are full, a publisher holds the connection's writer forever.
        proxy.HoldRequests();
        var published = 0;
        var batch = new Watched([.. Enumerable.Range(0, 200).Select(static number => Large($"{number}"))], () => Interlocked.Increment(ref published));
        var writers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await sink.WriteAsync(batch, stop.Token))).ToList();
        await Eventually.HoldsAsync(() => Task.FromResult(Volatile.Read(ref published) > writers.Count), "events are published");

        await sink.CloseAsync(default);
        await stop.CancelAsync();

        await Task.WhenAll(writers.Select(static writer => Assert.ThrowsAnyAsync<Exception>(() => writer))).WaitAsync(TimeSpan.FromSeconds(120));
        await Assert.ThrowsAsync<SinkClosedException>(async () => await sink.WriteAsync([Entry("after")], default));
    }

    [Fact]
    public async Task Server_that_is_down_for_minutes_gets_the_event_after_its_return()
    {
        await using var server = await NatsServer.StartAsync();
        var time = new ManualTime();
        await using var sink = Sink(Options(server), time);
        await sink.StartAsync(default);
        await server.KillAsync();

        for (var attempt = 0; attempt < 30; attempt++)
        {
            await Assert.ThrowsAsync<DeliveryException>(() => WriteAsync(sink, time, TimeSpan.FromSeconds(10)));
        }

        await server.StartAgainAsync();
        await using var client = new NatsConnection(NatsClients.Options(server.Url));
        await using var subscription = await client.SubscribeCoreAsync<byte[]>("alpha");
        await client.PingAsync();
        await Eventually.HoldsAsync(
            async () =>
            {
                var attempt = sink.WriteAsync([Entry("late")], default).AsTask();
                await Eventually.HoldsAsync(
                    () =>
                    {
                        time.Advance(TimeSpan.FromMilliseconds(10));
                        return Task.FromResult(attempt.IsCompleted);
                    },
                    "the attempt ends");
                return attempt.IsCompletedSuccessfully;
            },
            "the event is accepted");

        // Delivery is at least once: an attempt that was reported as failed may still arrive before it.
        string? id;
        do
        {
            id = (string?)JsonNode.Parse(NatsClients.Text(await NatsClients.NextAsync(subscription.Msgs)))!["id"];
            Assert.Contains(id, new[] { "1", "late" });
        }
        while (id != "late");
    }

    [Fact]
    public async Task Slow_server_gets_every_event_once_in_order()
    {
        await using var server = await NatsServer.StartAsync();
        await using var proxy = new SlowProxy(server.Port) { Delay = TimeSpan.FromMilliseconds(50) };
        await using var client = new NatsConnection(NatsClients.Options(server.Url));
        await using var subscription = await client.SubscribeCoreAsync<byte[]>("alpha");
        await client.PingAsync();
        await using var sink = Sink(Options(server) with { Address = proxy.Url });
        await sink.StartAsync(default);

        for (var number = 0; number < 5; number++)
        {
            await sink.WriteAsync([Entry($"{number}")], default);
        }

        for (var number = 0; number < 5; number++)
        {
            Assert.Equal($"{number}", (string?)JsonNode.Parse(NatsClients.Text(await NatsClients.NextAsync(subscription.Msgs)))!["id"]);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Server_that_does_not_respond_is_unavailable_until_it_does(bool jetStream)
    {
        await using var server = await NatsServer.StartWithJetStreamAsync();
        await using var proxy = new SlowProxy(server.Port);
        var time = new ManualTime();
        var options = Options(server) with { Address = proxy.Url };
        await using var sink = Sink(jetStream ? options with { JetStream = true, Stream = "ZOT", CreateStream = true } : options, time);
        await sink.StartAsync(default);
        proxy.HoldAnswers();

        var failure = await Assert.ThrowsAsync<DeliveryException>(() => WriteAsync(sink, time, TimeSpan.FromSeconds(10)));
        proxy.Release();
        await WriteAsync(sink, time, TimeSpan.FromMilliseconds(1));

        Assert.Equal(DeliveryOutcome.Unavailable, failure.Outcome);
        if (jetStream)
        {
            // The stream stored it the first time, and only its acknowledgement was lost.
            await using var client = new NatsConnection(NatsClients.Options(server.Url));
            Assert.Equal(1, (await new NatsJSContext(client).GetStreamAsync("ZOT")).Info.State.Messages);
        }
    }

    [Fact]
    public async Task JetStream_acknowledgement_lost_with_the_connection_stores_the_event_once()
    {
        await using var server = await NatsServer.StartWithJetStreamAsync();
        await using var proxy = new SlowProxy(server.Port);
        await using var sink = Sink(Options(server) with { Address = proxy.Url, JetStream = true, Stream = "ZOT", CreateStream = true });
        await sink.StartAsync(default);
        await using var client = new NatsConnection(NatsClients.Options(server.Url));
        var stream = await new NatsJSContext(client).GetStreamAsync("ZOT");

        proxy.HoldAnswers();
        var attempt = FailureAsync(sink, Entry("1"));
        await Eventually.HoldsAsync(
            async () =>
            {
                await stream.RefreshAsync();
                return stream.Info.State.Messages == 1;
            },
            "the stream has it");
        proxy.Cut();
        proxy.Release();
        await attempt;
        await TakenAsync(sink, Entry("1"));

        await stream.RefreshAsync();
        Assert.Equal(1, stream.Info.State.Messages);
    }

    [Fact]
    public async Task Second_server_takes_over_from_one_that_is_lost()
    {
        await using var first = await NatsServer.StartAsync();
        await using var second = await NatsServer.StartAsync();
        await using var client = new NatsConnection(NatsClients.Options(second.Url));
        await using var subscription = await client.SubscribeCoreAsync<byte[]>("alpha");
        await client.PingAsync();
        await using var sink = Sink(Options(first) with { Address = $"{first.Url},{second.Url}" });
        await sink.StartAsync(default);

        // The client may have chosen either server: the chosen one stops, and the other gets the event.
        await first.KillAsync();
        await TakenAsync(sink, Entry("over"));

        Assert.Equal("over", (string?)JsonNode.Parse(NatsClients.Text(await NatsClients.NextAsync(subscription.Msgs)))!["id"]);
    }

    [Fact]
    public async Task Cluster_announces_a_second_server_that_takes_over()
    {
        var (one, other) = (FreePort.Next(), FreePort.Next());
        await using var first = await NatsServer.StartAsync(Cluster(one, other));
        await using var second = await NatsServer.StartAsync(Cluster(other, one));
        await using var sink = Sink(Options(first));
        await sink.StartAsync(default);
        await using var client = new NatsConnection(NatsClients.Options(second.Url));
        await using var subscription = await client.SubscribeCoreAsync<byte[]>("alpha");
        await client.PingAsync();

        // The sink learns of the second server from the cluster: after that, an event can be routed.
        var told = subscription.Msgs.ReadAsync().AsTask();
        await Eventually.HoldsAsync(
            async () =>
            {
                await TakenAsync(sink, Entry("across"));
                return told.IsCompleted;
            },
            "the servers are connected");
        await first.KillAsync();
        await TakenAsync(sink, Entry("over"));

        string? id;
        do
        {
            id = (string?)JsonNode.Parse(NatsClients.Text(await NatsClients.NextAsync(subscription.Msgs)))!["id"];
        }
        while (id == "across");
        Assert.Equal("over", id);

        static string Cluster(int own, int route) =>
            $"cluster {{ name: zot, listen: 127.0.0.1:{own}, routes: [ nats://127.0.0.1:{route} ] }}";
    }

    [Fact]
    public async Task JetStream_event_beyond_the_limits_is_rejected()
    {
        await using var server = await NatsServer.StartWithJetStreamAsync("max_payload: 65536");
        await using var sink = Sink(Options(server) with { JetStream = true, Stream = "ZOT", CreateStream = true });
        await sink.StartAsync(default);

        var failure = await Assert.ThrowsAsync<DeliveryException>(async () => await sink.WriteAsync([Large("1")], default));
        await sink.WriteAsync([Entry("2")], default);

        Assert.Equal(DeliveryOutcome.Rejected, failure.Outcome);
    }

    [Fact]
    public async Task Sink_authenticates_with_an_nkey_a_credentials_file_and_over_tls()
    {
        using var folder = new TemporaryDirectory();
        using var certificates = new NatsCertificates();
        var (operatorKey, account, user) = (new NatsKey(PrefixByte.Operator), new NatsKey(PrefixByte.Account), new NatsKey(PrefixByte.User));
        await File.WriteAllTextAsync(folder["nkey"], $"{user.Seed}\n{user.Public}\n");
        await File.WriteAllTextAsync(
            folder["creds"],
            $"-----BEGIN NATS USER JWT-----\n{account.Sign("user", user)}\n------END NATS USER JWT------\n\n"
            + $"-----BEGIN USER NKEY SEED-----\n{user.Seed}\n------END USER NKEY SEED------\n");
        await using var nkeys = await NatsServer.StartAsync($"authorization {{ users: [ {{ nkey: {user.Public} }} ] }}");
        await using var accounts = await NatsServer.StartAsync(
            $"operator: {operatorKey.Sign("operator", operatorKey)}\nresolver: MEMORY\n"
            + $"resolver_preload: {{ {account.Public}: {operatorKey.Sign("account", account)} }}");
        await using var encrypted = await NatsServer.StartAsync(certificates.Configuration(verify: true));
        EventSinkOptions[] all =
        [
            Options(nkeys) with { Credentials = new() { NKeyFile = folder["nkey"] } },
            Options(accounts) with { Credentials = new() { File = folder["creds"] } },
            Options(encrypted) with
            {
                TlsConfig = new()
                {
                    CaCertFile = certificates.Authority, CertFile = certificates.Certificate("client"), KeyFile = certificates.Key("client"),
                },
            },
        ];

        foreach (var options in all)
        {
            await using var sink = Sink(options);
            await sink.StartAsync(default);
            await sink.WriteAsync([Entry("1")], default);
            await using var stranger = Sink(options with { Credentials = null, TlsConfig = null });
            await Assert.ThrowsAsync<StartupException>(() => stranger.StartAsync(default));
        }
    }

    [Fact]
    public async Task JetStream_sink_creates_its_stream_and_stores_each_event_once()
    {
        await using var server = await NatsServer.StartWithJetStreamAsync();
        await using var sink = Sink(Options(server) with { JetStream = true, Stream = "ZOT", CreateStream = true });
        await sink.StartAsync(default);

        await sink.WriteAsync([Entry("1"), Entry("2")], default);
        await sink.WriteAsync([Entry("2"), Entry("3")], default);

        await using var client = new NatsConnection(NatsClients.Options(server.Url));
        var stream = await new NatsJSContext(client).GetStreamAsync("ZOT");
        Assert.Equal(3, stream.Info.State.Messages);
        Assert.Equal(["alpha"], stream.Info.Config.Subjects!);
    }

    [Fact]
    public async Task JetStream_sink_without_its_stream_fails_the_start()
    {
        await using var server = await NatsServer.StartWithJetStreamAsync();
        await using var sink = Sink(Options(server) with { JetStream = true, Stream = "ZOT" });

        await Assert.ThrowsAsync<StartupException>(() => sink.StartAsync(default));
    }

    [Fact]
    public async Task JetStream_write_to_a_subject_without_a_stream_is_not_a_success()
    {
        await using var server = await NatsServer.StartWithJetStreamAsync();
        await using var sink = Sink(Options(server) with { JetStream = true });
        await sink.StartAsync(default);

        var failure = await Assert.ThrowsAsync<DeliveryException>(async () => await sink.WriteAsync([Entry("1")], default));

        Assert.Equal(DeliveryOutcome.Unavailable, failure.Outcome);
    }

    [Fact]
    public async Task JetStream_keeps_acknowledged_events_when_the_server_is_killed()
    {
        await using var server = await NatsServer.StartWithJetStreamAsync();
        await using var sink = Sink(Options(server) with { JetStream = true, Stream = "ZOT", CreateStream = true });
        await sink.StartAsync(default);
        await sink.WriteAsync([Entry("1")], default);

        await server.KillAsync();
        await server.StartAgainAsync();
        await TakenAsync(sink, Entry("2"));

        await using var client = new NatsConnection(NatsClients.Options(server.Url));
        Assert.Equal(2, (await new NatsJSContext(client).GetStreamAsync("ZOT")).Info.State.Messages);
    }

    // An attempt may still be made on the connection that was lost, or end before there is another.
    private static Task TakenAsync(NatsSink sink, JournalEntry entry) =>
        Eventually.HoldsAsync(async () => await FailureAsync(sink, entry) is null, "the event is accepted");

    private static async Task<DeliveryException?> FailureAsync(NatsSink sink, JournalEntry entry)
    {
        try
        {
            await sink.WriteAsync([entry], default);
            return null;
        }
        catch (DeliveryException failure)
        {
            return failure;
        }
    }

    private static async Task WriteAsync(NatsSink sink, ManualTime time, TimeSpan step)
    {
        var attempt = sink.WriteAsync([Entry("1")], default).AsTask();
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(step);
                return Task.FromResult(attempt.IsCompleted);
            },
            "the attempt ends");
        await attempt;
    }

    private static EventSinkOptions Options(NatsServer server) => new()
    {
        Type = "nats",
        Address = server.Url,
        Channel = "alpha",
        Timeout = TimeSpan.FromSeconds(60),
    };

    private static NatsSink Sink(EventSinkOptions options, TimeProvider? time = null) =>
        new("test", options, time ?? TimeProvider.System, NullLogger<NatsSink>.Instance);

    private static JournalEntry Large(string id) => SomeEvents.Entry(SomeEvents.Push(id) with { Manifest = new string('m', 100_000) });

    private static JournalEntry Entry(string id) =>
        new(1, 1, new RegistryEvent(id, DateTimeOffset.UnixEpoch, EventKind.RepositoryCreated, "app"));

    /// <summary>Notifies for each event that it accepts.</summary>
    private sealed class Watched(IReadOnlyList<JournalEntry> events, Action taken) : IReadOnlyList<JournalEntry>
    {
        public int Count => events.Count;

        public JournalEntry this[int index] => events[index];

        public IEnumerator<JournalEntry> GetEnumerator()
        {
            foreach (var entry in events)
            {
                taken();
                yield return entry;
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
#endif

#if EXT_EVENTS
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using NATS.Client.Core;
using NATS.Client.JetStream;
using Xunit;
using Zot.Configuration;
using Zot.Extensions.Events;
using Zot.Hosting;
using Zot.Testing.Nats;
using Zot.Testing;

namespace Zot.Extensions.Tests.Events.Nats;

public sealed class NatsSinkTests
{
    [Fact]
    public async Task Write_Core_IsOneStructuredCloudEventWithoutHeaders()
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
    public async Task Start_ServerDown_IsRefusedUnlessItIsNotRequired()
    {
        await using var server = await NatsServer.StartAsync();
        await server.KillAsync();
        await using var required = Sink(Options(server));
        await using var patient = Sink(Options(server) with { Required = false });

        var refusal = await Assert.ThrowsAsync<StartRefusedException>(() => required.StartAsync(default));
        await patient.StartAsync(default);
        var failure = await Assert.ThrowsAsync<DeliveryException>(async () => await patient.WriteAsync([Entry("1")], default));
        await server.StartAgainAsync();
        await TakenAsync(patient, Entry("1"));

        Assert.StartsWith("the event sink test does not start: ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(DeliveryOutcome.Unavailable, failure.Outcome);
    }

    [Fact]
    public async Task Start_WrongPassword_IsRefusedWithoutShowingIt()
    {
        await using var server = await NatsServer.StartAsync("authorization { user: u, password: p }");
        await using var sink = Sink(Options(server) with { Credentials = new() { Username = "u", Password = "guess" } });

        var refusal = await Assert.ThrowsAsync<StartRefusedException>(() => sink.StartAsync(default));

        Assert.Contains("uthorization", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("guess", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sink_FileOfTlsAbsent_IsRefused()
    {
        await using var server = await NatsServer.StartAsync();

        Assert.Throws<StartRefusedException>(() => Sink(Options(server) with
        {
            Required = false,
            TlsConfig = new() { CaCertFile = server["absent.pem"] },
        }));
    }

    [Fact]
    public async Task Write_ServerLost_FailsInTimeAndRecovers()
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
    public async Task Write_NotPermitted_IsNoSuccess()
    {
        await using var server = await NatsServer.StartAsync("authorization { users: [ { user: u, password: p, permissions: { publish: other } } ] }");
        await using var sink = Sink(Options(server) with { Credentials = new() { Username = "u", Password = "p" } });
        await sink.StartAsync(default);

        // The refusal is told beside the answer: on a slow machine it fails the next event.
        DeliveryException? failure = null;
        await Eventually.HoldsAsync(async () => (failure = await FailureAsync(sink, Entry("1"))) is not null, "the refusal is noticed");

        Assert.Equal(DeliveryOutcome.Unavailable, failure!.Outcome);
        Assert.Contains("ermissions", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_TooLargeForTheServer_IsRejected()
    {
        await using var server = await NatsServer.StartAsync("max_payload: 64");
        await using var sink = Sink(Options(server));
        await sink.StartAsync(default);

        var failure = await Assert.ThrowsAsync<DeliveryException>(async () => await sink.WriteAsync([Entry("1")], default));

        Assert.Equal(DeliveryOutcome.Rejected, failure.Outcome);
    }

    [Fact]
    public async Task Write_Closed_IsTold()
    {
        await using var server = await NatsServer.StartAsync();
        var sink = Sink(Options(server));
        await sink.StartAsync(default);

        await sink.CloseAsync(default);
        await sink.CloseAsync(default);

        await Assert.ThrowsAsync<SinkClosedException>(async () => await sink.WriteAsync([Entry("1")], default));
    }

    [Fact]
    public async Task Close_WhileEventsAreWritten_EndsEveryWriteAndLosesNoAcknowledgedEvent()
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
    public async Task Close_WhilePublishersHoldTheConnection_EndsEveryWrite()
    {
        await using var server = await NatsServer.StartAsync();
        var sink = Sink(Options(server));
        await sink.StartAsync(default);
        var batch = Enumerable.Range(0, 5_000).Select(static number => Entry($"{number}")).ToList();
        var writers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                await sink.WriteAsync(batch, default);
            }
        })).ToList();
        await Task.WhenAny(writers.Append(sink.WriteAsync([Entry("first")], default).AsTask()));

        await sink.CloseAsync(default);

        var ends = Task.WhenAll(writers.Select(writer => Assert.ThrowsAsync<SinkClosedException>(() => writer)));
        await ends.WaitAsync(TimeSpan.FromSeconds(120));
    }

    [Fact]
    public async Task JetStream_CreatesItsStream_AndKeepsEachEventOnce()
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
    public async Task JetStream_StreamAbsent_RefusesTheStart()
    {
        await using var server = await NatsServer.StartWithJetStreamAsync();
        await using var sink = Sink(Options(server) with { JetStream = true, Stream = "ZOT" });

        await Assert.ThrowsAsync<StartRefusedException>(() => sink.StartAsync(default));
    }

    [Fact]
    public async Task JetStream_NoStreamTakesTheSubject_IsNoSuccess()
    {
        await using var server = await NatsServer.StartWithJetStreamAsync();
        await using var sink = Sink(Options(server) with { JetStream = true });
        await sink.StartAsync(default);

        var failure = await Assert.ThrowsAsync<DeliveryException>(async () => await sink.WriteAsync([Entry("1")], default));

        Assert.Equal(DeliveryOutcome.Unavailable, failure.Outcome);
    }

    [Fact]
    public async Task JetStream_ServerKilled_KeepsWhatItAcknowledged()
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
        Eventually.HoldsAsync(async () => await FailureAsync(sink, entry) is null, "the event is taken");

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

    private static JournalEntry Entry(string id) =>
        new(1, 1, new RegistryEvent(id, DateTimeOffset.UnixEpoch, EventKind.RepositoryCreated, "app"));
}
#endif

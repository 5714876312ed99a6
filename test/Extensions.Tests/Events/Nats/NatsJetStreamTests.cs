#if EXT_EVENTS
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Xunit;
using Zot.Testing.Nats;

namespace Zot.Extensions.Tests.Events.Nats;

/// <summary>Tests the behavior of NATS.Net that the sink relies on: JetStream.</summary>
public sealed class NatsJetStreamTests
{
    [Fact]
    public async Task Publish_of_the_same_id_twice_is_stored_once()
    {
        await using var server = await NatsServer.StartWithJetStreamAsync();
        await using var client = new NatsConnection(NatsClients.Options(server.Url));
        var streams = new NatsJSContext(client);
        await streams.CreateStreamAsync(new StreamConfig("EVENTS", ["events.>"]));
        await using var subscription = await client.SubscribeCoreAsync<byte[]>("events.>");

        var first = await streams.PublishAsync("events.a", NatsClients.Bytes("x"), opts: new NatsJSPubOpts { MsgId = "1", ExpectedStream = "EVENTS" });
        var second = await streams.PublishAsync("events.a", NatsClients.Bytes("x"), opts: new NatsJSPubOpts { MsgId = "1" });

        Assert.Null(first.Error);
        Assert.Equal(("EVENTS", 1UL, false), (first.Stream, first.Seq, first.Duplicate));
        Assert.Equal(("EVENTS", 1UL, true), (second.Stream, second.Seq, second.Duplicate));
        var info = (await streams.GetStreamAsync("EVENTS")).Info;
        Assert.Equal(1, info.State.Messages);
        Assert.Equal(["events.>"], info.Config.Subjects!);
        Assert.Equal("EVENTS", info.Config.Name);
        Assert.Equal("1", (await NatsClients.NextAsync(subscription.Msgs)).Headers!["Nats-Msg-Id"]);
    }

    [Fact]
    public async Task Publish_to_a_subject_without_a_stream_fails()
    {
        await using var server = await NatsServer.StartWithJetStreamAsync();
        await using var client = new NatsConnection(NatsClients.Options(server.Url));

        await Assert.ThrowsAsync<NatsJSPublishNoResponseException>(
            async () => await new NatsJSContext(client).PublishAsync("nowhere", NatsClients.Bytes("x")));
    }

    [Fact]
    public async Task Publish_with_another_expected_stream_is_rejected()
    {
        await using var server = await NatsServer.StartWithJetStreamAsync();
        await using var client = new NatsConnection(NatsClients.Options(server.Url));
        var streams = new NatsJSContext(client);
        await streams.CreateStreamAsync(new StreamConfig("ONE", ["one"]));

        var answer = await streams.PublishAsync("one", NatsClients.Bytes("x"), opts: new NatsJSPubOpts { ExpectedStream = "TWO" });

        Assert.Equal((400, 10060), (answer.Error!.Code, answer.Error.ErrCode));
        Assert.NotEmpty(answer.Error.Description!);
    }

    [Fact]
    public async Task GetStream_of_a_missing_stream_is_404()
    {
        await using var server = await NatsServer.StartWithJetStreamAsync();
        await using var client = new NatsConnection(NatsClients.Options(server.Url));

        var refusal = await Assert.ThrowsAsync<NatsJSApiException>(async () => await new NatsJSContext(client).GetStreamAsync("ABSENT"));

        Assert.Equal(404, refusal.Error.Code);
    }

    [Fact]
    public async Task GetStream_on_a_server_without_JetStream_fails()
    {
        await using var server = await NatsServer.StartAsync();
        await using var client = new NatsConnection(NatsClients.Options(server.Url));

        await Assert.ThrowsAnyAsync<NatsException>(async () => await new NatsJSContext(client).GetStreamAsync("ANY"));
    }

    [Fact]
    public async Task CreateStream_of_an_existing_stream_succeeds()
    {
        await using var server = await NatsServer.StartWithJetStreamAsync();
        await using var client = new NatsConnection(NatsClients.Options(server.Url));
        var streams = new NatsJSContext(client);

        await streams.CreateStreamAsync(new StreamConfig("TWICE", ["twice"]));
        await streams.CreateStreamAsync(new StreamConfig("TWICE", ["twice"]));

        await Assert.ThrowsAsync<NatsJSApiException>(async () => await streams.CreateStreamAsync(new StreamConfig("OTHER", ["twice"])));
    }
}
#endif

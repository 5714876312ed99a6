#if EXT_EVENTS
using System.Globalization;
using NATS.Client.Core;
using Xunit;
using Zot.Testing.Nats;

namespace Zot.Extensions.Tests.Events.Nats;

/// <summary>Tests the behavior of NATS.Net that the sink relies on: messages.</summary>
public sealed class NatsMessageTests
{
    [Fact]
    public async Task Publish_with_headers_arrives_unchanged()
    {
        await using var server = await NatsServer.StartAsync();
        await using var client = new NatsConnection(NatsClients.Options(server.Url));
        await using var subscription = await client.SubscribeCoreAsync<byte[]>("a.*");

        await client.PublishAsync("a.b", NatsClients.Bytes("hello"), headers: new NatsHeaders { ["X-One"] = "1", ["X-Two"] = new(["2", "3"]) });
        await client.PublishAsync("a.c", NatsClients.Bytes(""));

        var first = await NatsClients.NextAsync(subscription.Msgs);
        Assert.Equal("a.b", first.Subject);
        Assert.Equal("hello", NatsClients.Text(first));
        Assert.Equal("1", first.Headers!["X-One"]);
        Assert.Equal("2,3", first.Headers["X-Two"].ToString());
        var second = await NatsClients.NextAsync(subscription.Msgs);
        Assert.Equal("a.c", second.Subject);
        Assert.Equal("", NatsClients.Text(second));
        Assert.Null(second.Headers);
    }

    [Fact]
    public async Task Request_returns_the_reply()
    {
        await using var server = await NatsServer.StartAsync();
        await using var client = new NatsConnection(NatsClients.Options(server.Url));
        await using var subscription = await client.SubscribeCoreAsync<byte[]>("questions");

        var answer = client.RequestAsync<byte[], byte[]>("questions", NatsClients.Bytes("where?"));
        await (await NatsClients.NextAsync(subscription.Msgs)).ReplyAsync(NatsClients.Bytes("here"));

        Assert.Equal("here", NatsClients.Text(await answer));
    }

    [Fact]
    public async Task Request_without_a_subscriber_fails_immediately()
    {
        await using var server = await NatsServer.StartAsync();
        await using var client = new NatsConnection(NatsClients.Options(server.Url));

        await Assert.ThrowsAsync<NatsNoRespondersException>(async () => await client.RequestAsync<byte[], byte[]>("nobody", NatsClients.Bytes("?")));
    }

    [Fact]
    public async Task Request_without_a_reply_times_out()
    {
        await using var server = await NatsServer.StartAsync();
        await using var client = new NatsConnection(NatsClients.Options(server.Url) with { RequestTimeout = TimeSpan.FromMilliseconds(200) });
        await using var subscription = await client.SubscribeCoreAsync<byte[]>("silence");

        await Assert.ThrowsAsync<NatsNoReplyException>(async () => await client.RequestAsync<byte[], byte[]>("silence", NatsClients.Bytes("?")));
    }

    [Fact]
    public async Task Publish_of_ten_thousand_messages_arrives_in_order()
    {
        await using var server = await NatsServer.StartAsync();
        await using var client = new NatsConnection(NatsClients.Options(server.Url));
        await using var subscription = await client.SubscribeCoreAsync<byte[]>("many");

        for (var number = 0; number < 10_000; number++)
        {
            await client.PublishAsync("many", NatsClients.Bytes(number.ToString(CultureInfo.InvariantCulture)));
        }

        await client.PingAsync();

        for (var number = 0; number < 10_000; number++)
        {
            Assert.Equal(number.ToString(CultureInfo.InvariantCulture), NatsClients.Text(await NatsClients.NextAsync(subscription.Msgs)));
        }
    }

    [Fact]
    public async Task Publish_beyond_the_maximum_payload_is_rejected_without_side_effects()
    {
        await using var server = await NatsServer.StartAsync("max_payload: 1024");
        await using var client = new NatsConnection(NatsClients.Options(server.Url));
        await client.ConnectAsync();

        await Assert.ThrowsAsync<NatsPayloadTooLargeException>(async () => await client.PublishAsync("large", new byte[1025]));

        Assert.True(await client.PingAsync() > TimeSpan.Zero);
    }

    [Fact]
    public async Task Queue_group_of_two_shares_the_messages()
    {
        await using var server = await NatsServer.StartAsync();
        await using var client = new NatsConnection(NatsClients.Options(server.Url));
        await using var one = await client.SubscribeCoreAsync<byte[]>("work", queueGroup: "workers");
        await using var two = await client.SubscribeCoreAsync<byte[]>("work", queueGroup: "workers");

        for (var number = 0; number < 100; number++)
        {
            await client.PublishAsync("work", NatsClients.Bytes("."));
        }

        await client.PingAsync();

        Assert.Equal(100, one.Msgs.Count + two.Msgs.Count);
    }

    [Fact]
    public async Task Disposed_subscription_completes_its_messages()
    {
        await using var server = await NatsServer.StartAsync();
        await using var client = new NatsConnection(NatsClients.Options(server.Url));
        var subscription = await client.SubscribeCoreAsync<byte[]>("short");

        await subscription.DisposeAsync();

        Assert.False(await subscription.Msgs.WaitToReadAsync());
    }
}
#endif

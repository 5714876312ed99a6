#if EXT_EVENTS
using System.Text;
using System.Threading.Channels;
using NATS.Client.Core;
using Zot.Configuration.Extensions;
using Zot.Extensions.Events.Sinks;
using Zot.Testing.Nats;

namespace Zot.Extensions.Tests.Events.Nats;

/// <summary>Creates the connections of the tests.</summary>
internal static class NatsClients
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>The options: long timeouts for slow machines, and fast reconnects.</summary>
    public static NatsOpts Options(string url) => new()
    {
        Url = url,
        ConnectTimeout = TimeSpan.FromSeconds(60),
        RequestTimeout = TimeSpan.FromSeconds(60),
        ReconnectWaitMin = TimeSpan.FromMilliseconds(20),
        ReconnectWaitMax = TimeSpan.FromMilliseconds(200),
        SubPendingChannelCapacity = 20_000,
    };

    /// <summary>The options of a sink.</summary>
    public static NatsOpts Options(NatsServer server, EventSinkCredentialsOptions? credentials = null, EventSinkTlsOptions? tls = null) =>
        NatsSinkOpts.From(new EventSinkOptions
        {
            Type = "nats",
            Address = server.Url,
            Timeout = TimeSpan.FromSeconds(60),
            Credentials = credentials,
            TlsConfig = tls,
        }) with
        {
            ReconnectWaitMin = TimeSpan.FromMilliseconds(20),
            ReconnectWaitMax = TimeSpan.FromMilliseconds(200),
        };

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(NatsMsg<byte[]> message) => Encoding.UTF8.GetString(message.Data ?? []);

    public static async Task<NatsMsg<byte[]>> NextAsync(ChannelReader<NatsMsg<byte[]>> messages)
    {
        using var limit = new CancellationTokenSource(Patience);
        return await messages.ReadAsync(limit.Token);
    }
}
#endif

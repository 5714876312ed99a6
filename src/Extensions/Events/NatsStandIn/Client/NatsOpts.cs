#if EXT_EVENTS
namespace NATS.Client.Core;

/// <summary>How a connection is made, and kept.</summary>
internal sealed record NatsOpts
{
    /// <summary>The servers, separated by commas, each tried in turn: <c>nats://host:4222</c>, <c>tls://host:4222</c>.</summary>
    public string Url { get; init; } = "nats://localhost:4222";

    /// <summary>What the server calls the connection.</summary>
    public string Name { get; init; } = "";

    /// <summary>Who we are.</summary>
    public NatsAuthOpts AuthOpts { get; init; } = new();

    /// <summary>How TLS is done.</summary>
    public NatsTlsOpts TlsOpts { get; init; } = new();

    /// <summary>How long each step of connecting may take: to reach the server, its greeting, TLS, its welcome.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a reply is waited for.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a silent server is asked whether it is there. The third question without an answer ends the connection.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The pause after the first failed attempt to reconnect; it doubles from attempt to attempt.</summary>
    public TimeSpan ReconnectWaitMin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest pause between attempts to reconnect.</summary>
    public TimeSpan ReconnectWaitMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What a pause is longer at most, by chance, so that not all clients come at once.</summary>
    public TimeSpan ReconnectJitter { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether reconnecting goes on although the server refuses us, time and again for the same reason.</summary>
    public bool IgnoreAuthErrorAbort { get; init; }

    /// <summary>How many messages of a subscription wait to be read; what comes when they are as many is dropped.</summary>
    public int SubPendingChannelCapacity { get; init; } = 1024;
}
#endif

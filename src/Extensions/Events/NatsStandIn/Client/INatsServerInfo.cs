#if EXT_EVENTS
namespace NATS.Client.Core;

/// <summary>What a server says of itself, and of our connection.</summary>
internal interface INatsServerInfo
{
    /// <summary>The server.</summary>
    string Id { get; }

    /// <summary>Our connection, as the server counts.</summary>
    ulong ClientId { get; }
}
#endif

#if EXT_EVENTS
using System.Text.Json.Serialization;

namespace NATS.Client.Core.Wire;

/// <summary>The server's greeting, <c>INFO</c>.</summary>
internal sealed record ServerInfo : INatsServerInfo
{
    [JsonPropertyName("server_id")]
    public string Id { get; init; } = "";

    [JsonPropertyName("client_id")]
    public ulong ClientId { get; init; }

    /// <summary>What a message, headers and all, may have at most, in bytes. nats-server's default is 1 MiB.</summary>
    [JsonPropertyName("max_payload")]
    public int MaxPayload { get; init; } = 1024 * 1024;

    [JsonPropertyName("headers")]
    public bool TakesHeaders { get; init; }

    [JsonPropertyName("tls_required")]
    public bool IsTlsRequired { get; init; }

    [JsonPropertyName("tls_available")]
    public bool IsTlsAvailable { get; init; }

    /// <summary>What is to be signed.</summary>
    [JsonPropertyName("nonce")]
    public string? Nonce { get; init; }
}
#endif

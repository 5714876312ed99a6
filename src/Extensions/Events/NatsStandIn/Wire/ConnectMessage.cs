#if EXT_EVENTS
using System.Text.Json.Serialization;

namespace NATS.Client.Core.Wire;

/// <summary>Our greeting, <c>CONNECT</c>. Holds secrets: never shown.</summary>
internal sealed record ConnectMessage
{
    [JsonPropertyName("verbose")]
    public bool IsVerbose => false;

    [JsonPropertyName("pedantic")]
    public bool IsPedantic => false;

    [JsonPropertyName("tls_required")]
    public bool IsTlsRequired { get; init; }

    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("lang")]
    public string Language => "c#";

    [JsonPropertyName("version")]
    public string Version => "1.0.0";

    /// <summary>Headers, and the list of other servers, came with protocol 1.</summary>
    [JsonPropertyName("protocol")]
    public int Protocol => 1;

    [JsonPropertyName("headers")]
    public bool TakesHeaders => true;

    /// <summary>Whether the server says so at once when nobody listens to a request.</summary>
    [JsonPropertyName("no_responders")]
    public bool WantsNoResponders => true;

    [JsonPropertyName("user")]
    public string? User { get; init; }

    [JsonPropertyName("pass")]
    public string? Password { get; init; }

    [JsonPropertyName("auth_token")]
    public string? Token { get; init; }

    [JsonPropertyName("nkey")]
    public string? PublicKey { get; init; }

    [JsonPropertyName("jwt")]
    public string? Jwt { get; init; }

    [JsonPropertyName("sig")]
    public string? Signature { get; init; }
}
#endif

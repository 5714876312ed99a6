#if EXT_EVENTS
using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

/// <summary>An answer of the JetStream API about a stream: the stream, or why not.</summary>
internal sealed record StreamApiResponse
{
    [JsonPropertyName("error")]
    public ApiError? Error { get; init; }

    [JsonPropertyName("config")]
    public StreamConfig? Config { get; init; }

    [JsonPropertyName("state")]
    public StreamState? State { get; init; }
}
#endif

#if EXT_EVENTS
using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

/// <summary>What a stream holds.</summary>
internal sealed record StreamState
{
    /// <summary>The number of messages.</summary>
    [JsonPropertyName("messages")]
    public long Messages { get; set; }
}
#endif

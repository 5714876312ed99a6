#if EXT_EVENTS
using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

/// <summary>What a stream says to a message.</summary>
internal sealed record PubAckResponse
{
    /// <summary>Why it is not stored; <see langword="null"/> when it is.</summary>
    [JsonPropertyName("error")]
    public ApiError? Error { get; set; }

    /// <summary>The stream.</summary>
    [JsonPropertyName("stream")]
    public string? Stream { get; set; }

    /// <summary>Its place in the stream.</summary>
    [JsonPropertyName("seq")]
    public ulong Seq { get; set; }

    /// <summary>Whether it was there already, by its id.</summary>
    [JsonPropertyName("duplicate")]
    public bool Duplicate { get; set; }
}
#endif

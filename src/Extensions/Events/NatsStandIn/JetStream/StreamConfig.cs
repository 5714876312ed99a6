#if EXT_EVENTS
using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

/// <summary>What a stream takes. All else is as the server has it by default: on disk, without limits.</summary>
[method: JsonConstructor]
internal sealed class StreamConfig(string? name, ICollection<string>? subjects)
{
    /// <summary>Its name.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; } = name;

    /// <summary>The subjects whose messages it keeps; with wildcards.</summary>
    [JsonPropertyName("subjects")]
    public ICollection<string>? Subjects { get; } = subjects;
}
#endif

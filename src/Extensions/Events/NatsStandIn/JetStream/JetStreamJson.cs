#if EXT_EVENTS
using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

/// <summary>The JSON of JetStream.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PubAckResponse))]
[JsonSerializable(typeof(StreamConfig))]
[JsonSerializable(typeof(StreamApiResponse))]
internal sealed partial class JetStreamJson : JsonSerializerContext;
#endif

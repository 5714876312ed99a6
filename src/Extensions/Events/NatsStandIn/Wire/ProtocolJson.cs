#if EXT_EVENTS
using System.Text.Json.Serialization;

namespace NATS.Client.Core.Wire;

/// <summary>The JSON of the two greetings.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ServerInfo))]
[JsonSerializable(typeof(ConnectMessage))]
internal sealed partial class ProtocolJson : JsonSerializerContext;
#endif

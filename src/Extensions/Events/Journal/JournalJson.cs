#if EXT_EVENTS
using System.Text.Json.Serialization;

namespace Zot.Extensions.Events;

/// <summary>Serializes the events and intents of the journal.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(RegistryEvent))]
[JsonSerializable(typeof(Intent))]
internal sealed partial class JournalJson : JsonSerializerContext;
#endif

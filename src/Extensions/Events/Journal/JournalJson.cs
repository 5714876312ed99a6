#if EXT_EVENTS
using System.Text.Json.Serialization;

namespace Zot.Extensions.Events;

/// <summary>How events and intents lie in the journal.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(RegistryEvent))]
[JsonSerializable(typeof(Intent))]
internal sealed partial class JournalJson : JsonSerializerContext;
#endif

#if EXT_EVENTS
using System.Text.Json.Serialization;
using Zot.Extensions.Events.Model;

namespace Zot.Extensions.Events.Journal;

/// <summary>Serializes the events and intents of the journal.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(RegistryEvent))]
[JsonSerializable(typeof(Intent))]
internal sealed partial class JournalJson : JsonSerializerContext;
#endif

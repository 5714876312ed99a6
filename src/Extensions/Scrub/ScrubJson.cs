#if EXT_SCRUB
using System.Text.Json.Serialization;

namespace Zot.Extensions.Scrub;

/// <summary>The JSON of the search.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ScrubPlaceJson))]
internal sealed partial class ScrubJson : JsonSerializerContext;
#endif

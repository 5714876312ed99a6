#if EXT_SCRUB
using System.Text.Json.Serialization;

namespace Zot.Extensions.Scrub;

/// <summary>The JSON serialization of the scrub checkpoint.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ScrubPlaceJson))]
internal sealed partial class ScrubJson : JsonSerializerContext;
#endif

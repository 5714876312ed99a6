using System.Text.Json.Serialization;

namespace Zot.Metadata.Content;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImageConfig))]
internal sealed partial class ImageConfigJson : JsonSerializerContext;

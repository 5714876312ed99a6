using System.Text.Json.Serialization;

namespace Zot.Metadata.Sqlite;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ManifestDetails))]
internal sealed partial class ManifestDetailsJson : JsonSerializerContext;

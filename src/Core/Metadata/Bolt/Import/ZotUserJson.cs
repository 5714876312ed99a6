using System.Text.Json.Serialization;

namespace Zot.Metadata.Bolt.Import;

/// <summary>The JSON format of zot's users.</summary>
[JsonSerializable(typeof(ZotUser))]
internal sealed partial class ZotUserJson : JsonSerializerContext;

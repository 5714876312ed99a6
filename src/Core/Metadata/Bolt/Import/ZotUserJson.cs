using System.Text.Json.Serialization;

namespace Zot.Metadata.Bolt.Import;

/// <summary>How zot keeps its users.</summary>
[JsonSerializable(typeof(ZotUser))]
internal sealed partial class ZotUserJson : JsonSerializerContext;

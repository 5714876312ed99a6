using System.Text.Json.Serialization;

namespace Zot.Migration.Zot;

/// <summary>The JSON format of zot's users.</summary>
[JsonSerializable(typeof(ZotUser))]
internal sealed partial class ZotUserJson : JsonSerializerContext;

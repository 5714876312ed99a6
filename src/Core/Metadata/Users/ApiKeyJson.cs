using System.Text.Json.Serialization;
using Zot.Auth.ApiKeys;

namespace Zot.Metadata.Users;

/// <summary>How a key is kept.</summary>
[JsonSerializable(typeof(ApiKey))]
internal sealed partial class ApiKeyJson : JsonSerializerContext;

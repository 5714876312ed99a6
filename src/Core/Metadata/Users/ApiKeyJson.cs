using System.Text.Json.Serialization;
using Zot.Auth.ApiKeys;

namespace Zot.Metadata.Users;

/// <summary>The JSON format of stored API keys.</summary>
[JsonSerializable(typeof(ApiKey))]
internal sealed partial class ApiKeyJson : JsonSerializerContext;

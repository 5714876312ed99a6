using System.Text.Json.Serialization;

namespace Zot.Auth.Sessions;

/// <summary>The JSON serialization of sessions.</summary>
[JsonSerializable(typeof(Session))]
internal sealed partial class SessionJson : JsonSerializerContext;

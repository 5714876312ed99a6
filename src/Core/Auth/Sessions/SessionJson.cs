using System.Text.Json.Serialization;

namespace Zot.Auth.Sessions;

/// <summary>How a session is kept.</summary>
[JsonSerializable(typeof(Session))]
internal sealed partial class SessionJson : JsonSerializerContext;

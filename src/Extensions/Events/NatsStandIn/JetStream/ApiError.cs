#if EXT_EVENTS
using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

/// <summary>Why JetStream refuses.</summary>
internal sealed record ApiError
{
    /// <summary>The kind, by the numbers of HTTP.</summary>
    [JsonPropertyName("code")]
    public int Code { get; set; }

    /// <summary>The reason, by nats-server's numbers (<c>server/errors.json</c>).</summary>
    [JsonPropertyName("err_code")]
    public int ErrCode { get; set; }

    /// <summary>The reason, in words.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; set; }
}
#endif

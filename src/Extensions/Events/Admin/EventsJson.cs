#if EXT_EVENTS
using Microsoft.AspNetCore.Http;
using Zot.Hosting.Routes;

namespace Zot.Extensions.Events.Admin;

/// <summary>Writes the JSON responses of administrative requests.</summary>
internal static class EventsJson
{
    /// <summary>Writes the number of affected events.</summary>
    public static Task WriteCountAsync(
        HttpContext context, long count, int status = StatusCodes.Status200OK) => JsonAnswer.WriteAsync(
        context,
        json =>
        {
            json.WriteStartObject();
            json.WriteNumber("count"u8, count);
            json.WriteEndObject();
        },
        status);

    /// <summary>Writes an error in the format of the distribution specification.</summary>
    public static Task RefuseAsync(HttpContext context, int status, string reason) => JsonAnswer.WriteAsync(
        context,
        json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("errors"u8);
            json.WriteStartObject();
            json.WriteString("code"u8, "UNSUPPORTED");
            json.WriteString("message"u8, reason);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        },
        status);
}
#endif

#if EXT_EVENTS
using Microsoft.AspNetCore.Http;
using Zot.Hosting;

namespace Zot.Extensions.Events;

/// <summary>Answers administrators.</summary>
internal static class EventsJson
{
    /// <summary>Says how many events it was.</summary>
    public static Task WriteCountAsync(HttpContext context, long count, int status = StatusCodes.Status200OK) => JsonAnswer.WriteAsync(
        context,
        json =>
        {
            json.WriteStartObject();
            json.WriteNumber("count"u8, count);
            json.WriteEndObject();
        },
        status);

    /// <summary>Says why not, in the form of the distribution specification.</summary>
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

#if EXT_EVENTS
using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Zot.Extensions.Events;

/// <summary>Answers administrators.</summary>
internal static class EventsJson
{
    public static Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(body, JsonText.Options))
        {
            write(json);
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.WrittenCount;
        return context.Response.BodyWriter.WriteAsync(body.WrittenMemory, context.RequestAborted).AsTask();
    }

    /// <summary>Says how many events it was.</summary>
    public static Task WriteCountAsync(HttpContext context, long count, int status = StatusCodes.Status200OK) => WriteAsync(
        context,
        json =>
        {
            json.WriteStartObject();
            json.WriteNumber("count"u8, count);
            json.WriteEndObject();
        },
        status);

    /// <summary>Says why not, in the form of the distribution specification.</summary>
    public static Task RefuseAsync(HttpContext context, int status, string reason) => WriteAsync(
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

using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Zot.Hosting.Routes;
using Zot.Registry;

namespace Zot.Http.Answers;

/// <summary>Writes error responses.</summary>
/// <remarks>
/// distribution-spec, "Error codes". <c>detail</c> is an object of strings, as zot's clients expect.
/// </remarks>
internal static class OciErrors
{
    private const string Json = "application/json";

    /// <summary>Writes the list form: <c>{"errors":[…]}</c>.</summary>
    public static Task WriteAsync(HttpContext context, RegistryException refusal) =>
        WriteAsync(context, refusal, asList: true);

    /// <summary>Writes the single error object that zot's clients expect for failed authentication.</summary>
    public static Task WriteBareAsync(HttpContext context, RegistryException refusal) =>
        WriteAsync(context, refusal, asList: false);

    private static Task WriteAsync(HttpContext context, RegistryException refusal, bool asList)
    {
        var response = context.Response;
        response.StatusCode = refusal.Error.Status;
        response.ContentType = Json;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return Task.CompletedTask;
        }

        var body = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(body, JsonAnswer.Options))
        {
            if (asList)
            {
                json.WriteStartObject();
                json.WriteStartArray("errors"u8);
            }

            Write(json, refusal);
            if (asList)
            {
                json.WriteEndArray();
                json.WriteEndObject();
            }
        }

        response.ContentLength = body.WrittenCount;
        return response.BodyWriter.WriteAsync(body.WrittenMemory, context.RequestAborted).AsTask();
    }

    private static void Write(Utf8JsonWriter json, RegistryException refusal)
    {
        json.WriteStartObject();
        json.WriteString("code"u8, refusal.Error.Code);
        json.WriteString("message"u8, refusal.Error.Message);
        json.WriteStartObject("detail"u8);
        json.WriteString("description"u8, refusal.Detail.Reason ?? refusal.Error.Message);
        json.WriteString(refusal.Detail.Key, refusal.Detail.Value);
        if (refusal.Detail.Reason is { } reason)
        {
            json.WriteString("reason"u8, reason);
        }

        if (refusal.Detail.More is var (key, value))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}

using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Zot.Hosting.Routes;

/// <summary>Writes JSON responses.</summary>
public static class JsonAnswer
{
    /// <summary>Escapes only what JSON requires: the output is not embedded in HTML.</summary>
    public static JsonWriterOptions Options { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes a small document in one piece, with its content length.</summary>
    /// <param name="context">The request.</param>
    /// <param name="write">Writes the document.</param>
    /// <param name="status">The status code.</param>
    /// <param name="mediaType">The media type of the document.</param>
    public static Task WriteAsync(
        HttpContext context,
        Action<Utf8JsonWriter> write,
        int status = StatusCodes.Status200OK,
        string mediaType = "application/json")
    {
        return SendAsync(context, Write(write), status, mediaType);
    }

    /// <summary>Returns a document, to be sent later with <see cref="SendAsync"/>.</summary>
    /// <param name="write">Writes the document.</param>
    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var body = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(body, Options))
        {
            write(json);
        }

        return body.WrittenMemory;
    }

    /// <summary>Sends a document that was written before, with its content length.</summary>
    /// <param name="context">The request.</param>
    /// <param name="document">The document.</param>
    /// <param name="status">The status code.</param>
    /// <param name="mediaType">The media type of the document.</param>
    public static Task SendAsync(
        HttpContext context, ReadOnlyMemory<byte> document, int status = StatusCodes.Status200OK,
        string mediaType = "application/json")
    {
        ArgumentNullException.ThrowIfNull(context);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = mediaType;
        response.ContentLength = document.Length;
        return response.BodyWriter.WriteAsync(document, context.RequestAborted).AsTask();
    }
}

using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Zot.Http;

/// <summary>Tells clients which extensions there are.</summary>
/// <remarks>distribution-spec, <c>extensions/_oci.md</c>.</remarks>
internal sealed class DiscoverEndpoint(IEnumerable<IExtensionDirectory> directories)
{
    private readonly IExtensionDirectory[] _directories = [.. directories];

    public Task GetAsync(HttpContext context)
    {
        var body = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(body, JsonAnswer.Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("extensions"u8);
            foreach (var extension in _directories.SelectMany(static directory => directory.Extensions))
            {
                Write(json, extension);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.WrittenCount;
        return context.Response.BodyWriter.WriteAsync(body.WrittenMemory, context.RequestAborted).AsTask();
    }

    private static void Write(Utf8JsonWriter json, DiscoveredExtension extension)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, extension.Name);
        json.WriteString("url"u8, extension.Url);
        json.WriteString("description"u8, extension.Description);
        json.WriteStartArray("endpoints"u8);
        foreach (var endpoint in extension.Endpoints)
        {
            json.WriteStringValue(endpoint);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}

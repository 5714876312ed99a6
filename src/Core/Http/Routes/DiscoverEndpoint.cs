using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Zot.Hosting.Routes;
using Zot.Hosting.Status;

namespace Zot.Http.Routes;

/// <summary>Handles the discover document: one entry that lists the extension paths, as zot's clients expect.</summary>
/// <remarks>distribution-spec, <c>extensions/_oci.md</c>.</remarks>
internal sealed class DiscoverEndpoint(RouteTable routes, BuildInfo build)
{
    // zot's clients look for this exact name.
    private const string Name = "_zot";

    private readonly byte[] _body = Write(routes.Added, build);

    public Task GetAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = _body.Length;
        return context.Response.BodyWriter.WriteAsync(_body, context.RequestAborted).AsTask();
    }

    private static byte[] Write(IReadOnlyList<ExtensionRoute> routes, BuildInfo build)
    {
        var endpoints = routes
            .Where(static route => route.Discovery is not null)
            .OrderBy(static route => route.Discovery)
            .Select(static route => route.Path)
            .ToList();
        var body = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(body, JsonAnswer.Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("extensions"u8);
            if (endpoints.Count > 0)
            {
                json.WriteStartObject();
                json.WriteString("name"u8, Name);
                json.WriteString(
                    "url"u8, $"https://github.com/project-zot/zot/blob/{build.ReleaseTag}/pkg/extensions/_zot.md");
                json.WriteString("description"u8, "zot registry extensions");
                json.WriteStartArray("endpoints"u8);
                endpoints.ForEach(json.WriteStringValue);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }
}

#if EXT_SEARCH
using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Zot.Extensions.Search.Limits;
using Zot.Registry;

namespace Zot.Extensions.Search.Transport;

/// <summary>Reads GraphQL requests. The body of a GET is ignored: zot's client sends one.</summary>
internal static class RequestReader
{
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = QueryLimits.Depth };

    /// <summary>Reads the request of a client.</summary>
    /// <exception cref="RejectedRequestException">It is not a GraphQL request.</exception>
    public static async ValueTask<SearchRequest> ReadAsync(HttpContext context)
    {
        try
        {
            return HttpMethods.IsGet(context.Request.Method)
                ? OfQuery(context.Request)
                : await OfBodyAsync(context.Request, context.RequestAborted);
        }
        catch (Exception invalid) when (invalid is JsonException or InvalidOperationException)
        {
            // The parser's message contains positions, never values. Invalid UTF-16 is the other exception.
            throw new RejectedRequestException(StatusCodes.Status400BadRequest, "the request is not valid JSON");
        }
    }

    private static SearchRequest OfQuery(HttpRequest request)
    {
        if (request.QueryString.Value is { Length: > QueryLimits.RequestBytes })
        {
            throw TooLarge();
        }

        using var variables =
            First("variables") is { Length: > 0 } text ? LenientJson.Parse(Encoding.UTF8.GetBytes(text), Json) : null;
        return new SearchRequest(
            First("query") ?? "", First("operationName"), JsonInput.ToObject(variables?.RootElement ?? default));

        string? First(string name) => request.Query[name] is [{ Length: > 0 } value, ..] ? value : null;
    }

    private static async ValueTask<SearchRequest> OfBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw new RejectedRequestException(StatusCodes.Status400BadRequest, "transport not supported");
        }

        using var json = LenientJson.Parse(await ReadBodyAsync(request, cancellationToken), Json);
        var root = json.RootElement;
        if (root.ValueKind is not JsonValueKind.Object)
        {
            throw new JsonException();
        }

        return new SearchRequest(
            Text(root, "query") ?? "",
            Text(root, "operationName") is { Length: > 0 } name ? name : null,
            JsonInput.ToObject(root.TryGetProperty("variables", out var variables) ? variables : default));
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null
            ? value.GetString()
            : null;

    private static async ValueTask<ReadOnlyMemory<byte>> ReadBodyAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>(4096);
        while (await request.Body.ReadAsync(body.GetMemory(4096), cancellationToken) is var read and > 0)
        {
            body.Advance(read);
            if (body.WrittenCount > QueryLimits.RequestBytes)
            {
                throw TooLarge();
            }
        }

        return body.WrittenMemory;
    }

    private static RejectedRequestException TooLarge() => new(
        StatusCodes.Status413PayloadTooLarge, $"the request is larger than {QueryLimits.RequestBytes} bytes");
}
#endif

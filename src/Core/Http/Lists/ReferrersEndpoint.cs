using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Zot.Auth.AccessControl;
using Zot.Hosting.Routes;
using Zot.Http.Access;
using Zot.Http.Answers;
using Zot.Http.Logs;
using Zot.Http.Requests;
using Zot.Registry;

namespace Zot.Http.Lists;

/// <summary>Handles referrers: end-12.</summary>
internal sealed class ReferrersEndpoint(IRegistry registry)
{
    // A larger buffer is sent before more referrers are read.
    private const int SendLength = 64 * 1024;

    public async Task GetAsync(RegistryRequest.ListReferrers list, HttpContext context)
    {
        var call = CallerAccess.Of(context);
        var query = new ReferrersQuery(list.Subject)
        {
            ArtifactTypes = list.ArtifactTypes,
            IsAllowed = digest => call.Allows(AccessAction.Read, list.Repository, digest.ToString()),
            Count = list.Page.Count,
            After = Digest.TryParse(list.Page.Last, out var after) ? after : null,
        };
        var page = await registry.ListReferrersAsync(list.Repository, query, context.RequestAborted);
        if (list.ArtifactTypes.Count > 0)
        {
            context.Response.Headers[OciHeaders.FiltersApplied] = "artifactType";
        }

        if (page.Last is { } last)
        {
            NextPage.Link(context, list, last);
        }

        context.Response.ContentType = MediaTypes.OciIndex;
        await WriteAsync(page.Referrers, context);
    }

    private static async Task WriteAsync(IAsyncEnumerable<Descriptor> referrers, HttpContext context)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        var sent = 0L;
        await using var json = new Utf8JsonWriter(body, JsonAnswer.Options);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion"u8, 2);
        json.WriteString("mediaType"u8, MediaTypes.OciIndex);
        json.WriteStartArray("manifests"u8);
        await foreach (var referrer in referrers.WithCancellation(context.RequestAborted))
        {
            WriteReferrer(json, referrer);
            if (body.WrittenCount + json.BytesPending > SendLength)
            {
                await json.FlushAsync(context.RequestAborted);
                await SendAsync();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
        if (sent == 0)
        {
            context.Response.ContentLength = body.WrittenCount;
        }

        await SendAsync();
        context.Features.Set(new StreamedBody(sent));

        async ValueTask SendAsync()
        {
            await context.Response.BodyWriter.WriteAsync(body.WrittenMemory, context.RequestAborted);
            sent += body.WrittenCount;
            body.ResetWrittenCount();
        }
    }

    private static void WriteReferrer(Utf8JsonWriter json, Descriptor referrer)
    {
        json.WriteStartObject();
        json.WriteString("mediaType"u8, referrer.MediaType);
        json.WriteString("digest"u8, referrer.Digest.ToString());
        json.WriteNumber("size"u8, referrer.Size);
        if (!string.IsNullOrEmpty(referrer.ArtifactType))
        {
            json.WriteString("artifactType"u8, referrer.ArtifactType);
        }

        if (referrer.Annotations is { Count: > 0 } annotations)
        {
            json.WriteStartObject("annotations"u8);
            foreach (var (name, value) in annotations)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}

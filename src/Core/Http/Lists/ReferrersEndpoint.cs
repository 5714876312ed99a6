using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Zot.Auth.AccessControl;
using Zot.Hosting;
using Zot.Registry;

namespace Zot.Http;

/// <summary>Referrers: end-12.</summary>
internal sealed class ReferrersEndpoint(IRegistry registry)
{
    public async Task GetAsync(RegistryRequest.ListReferrers list, HttpContext context)
    {
        var call = RegistryCall.Of(context);
        var referrers = await registry.ListReferrersAsync(list.Repository, list.Subject, context.RequestAborted);
        if (list.ArtifactTypes.Count > 0)
        {
            context.Response.Headers[OciHeaders.FiltersApplied] = "artifactType";
        }

        await JsonAnswer.WriteAsync(context, Write, mediaType: MediaTypes.OciIndex);

        void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion"u8, 2);
            json.WriteString("mediaType"u8, MediaTypes.OciIndex);
            json.WriteStartArray("manifests"u8);
            foreach (var referrer in referrers)
            {
                if ((list.ArtifactTypes.Count == 0 || list.ArtifactTypes.Contains(referrer.ArtifactType ?? ""))
                    && call.Allows(AccessAction.Read, list.Repository, referrer.Digest.ToString()))
                {
                    WriteReferrer(json, referrer);
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
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

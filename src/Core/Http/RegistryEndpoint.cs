using Microsoft.AspNetCore.Http;
using Zot.Http.Access;
using Zot.Http.Answers;
using Zot.Http.Blobs;
using Zot.Http.Lists;
using Zot.Http.Manifests;
using Zot.Http.Requests;
using Zot.Http.Routes;
using Zot.Http.Uploads;

namespace Zot.Http;

/// <summary>Dispatches every API request to its handler.</summary>
internal sealed class RegistryEndpoint(
    ManifestEndpoint manifests,
    BlobEndpoint blobs,
    UploadEndpoint uploads,
    TagListEndpoint tags,
    CatalogEndpoint catalog,
    ReferrersEndpoint referrers,
    DiscoverEndpoint discover,
    ProbeEndpoint probes,
    Challenge challenge,
    CurrentHttpOptions options)
{
    public Task HandleAsync(RegistryRequest request, HttpContext context)
    {
        Cors.Apply(context, request, options(), challenge.IsOffered);
        return request switch
        {
            RegistryRequest.GetManifest get => manifests.GetAsync(get, context),
            RegistryRequest.HeadManifest head => manifests.HeadAsync(head, context),
            RegistryRequest.GetBlob get => blobs.GetAsync(get, context),
            RegistryRequest.HeadBlob head => blobs.HeadAsync(head, context),
            RegistryRequest.PutManifest put => manifests.PutAsync(put, context),
            RegistryRequest.StartUpload start => uploads.StartAsync(start, context),
            RegistryRequest.PatchUpload patch => uploads.PatchAsync(patch, context),
            RegistryRequest.PutUpload put => uploads.PutAsync(put, context),
            RegistryRequest.PostBlob post => uploads.PostAsync(post, context),
            RegistryRequest.MountBlob mount => uploads.MountAsync(mount, context),
            RegistryRequest.GetUpload get => uploads.GetAsync(get, context),
            RegistryRequest.DeleteUpload delete => uploads.DeleteAsync(delete, context),
            RegistryRequest.ListTags list => tags.GetAsync(list, context),
            RegistryRequest.ListReferrers list => referrers.GetAsync(list, context),
            RegistryRequest.DeleteManifest delete => manifests.DeleteAsync(delete, context),
            RegistryRequest.DeleteBlob delete => blobs.DeleteAsync(delete, context),
            RegistryRequest.Catalog list => catalog.GetAsync(list, context),
            RegistryRequest.Discover => discover.GetAsync(context),
            RegistryRequest.Probe probe => probes.GetAsync(probe.Kind, context),
            RegistryRequest.Ping => Ping(context),
            RegistryRequest.Invalid refused => OciErrors.WriteAsync(context, refused.Refusal),
            RegistryRequest.InvalidName refused => OciErrors.WriteAsync(context, refused.Refusal),
            RegistryRequest.Preflight => Answer(context, StatusCodes.Status204NoContent),
            RegistryRequest.WrongMethod wrong => RefuseMethod(wrong, context),
            _ => throw new InvalidOperationException($"no handler for request {request.GetType().Name}"),
        };
    }

    // Successful responses carry the challenge, too: browsers and clients discover authentication that way.
    private Task Ping(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers[OciHeaders.ApiVersion] = "registry/2.0";
        challenge.Mention(context);
        return Task.CompletedTask;
    }

    private static Task RefuseMethod(RegistryRequest.WrongMethod wrong, HttpContext context)
    {
        context.Response.Headers.Allow = wrong.Allowed;
        return Answer(context, StatusCodes.Status405MethodNotAllowed);
    }

    private static Task Answer(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}

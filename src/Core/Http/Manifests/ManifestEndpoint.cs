using Microsoft.AspNetCore.Http;
using Zot.Auth.AccessControl;
using Zot.Hosting;
using Zot.Http.Access;
using Zot.Http.Answers;
using Zot.Http.Requests;
using Zot.Registry;

namespace Zot.Http.Manifests;

/// <summary>Handles manifests: end-3, end-7 and end-9.</summary>
internal sealed class ManifestEndpoint(
    IRegistry registry, CurrentHttpOptions options, ManifestBodies bodies, PullFeed pulls)
{
    public async Task GetAsync(RegistryRequest.GetManifest get, HttpContext context)
    {
        var found = await registry.GetManifestAsync(get.Repository, get.Reference, context.RequestAborted);
        if (found is null)
        {
            await RefuseUnknownAsync(get.Repository, get.Reference, context);
            return;
        }

        var isUnmodified = Describe(context, found.Descriptor);
        if (pulls.HasSubscribers)
        {
            pulls.Publish(new ContentPull(get.Repository, found.Descriptor, CommitCheck.Of(context))
            {
                Manifest = get.Reference,
                Bytes = found.Content,
                IsUnmodified = isUnmodified,
            });
        }

        if (!isUnmodified)
        {
            context.Response.ContentLength = found.Content.Length;
            await context.Response.BodyWriter.WriteAsync(found.Content, context.RequestAborted);
        }
    }

    public async Task HeadAsync(RegistryRequest.HeadManifest head, HttpContext context)
    {
        var found = await registry.RenewManifestAsync(head.Repository, head.Reference, context.RequestAborted);
        if (found is null)
        {
            await RefuseUnknownAsync(head.Repository, head.Reference, context);
            return;
        }

        var isUnmodified = Describe(context, found);
        if (pulls.HasSubscribers)
        {
            pulls.Publish(new ContentPull(head.Repository, found, CommitCheck.Of(context))
            {
                Manifest = head.Reference,
                IsHead = true,
                IsUnmodified = isUnmodified,
            });
        }

        if (!isUnmodified)
        {
            context.Response.ContentLength = found.Size;
        }
    }

    public async Task PutAsync(RegistryRequest.PutManifest put, HttpContext context)
    {
        // The order of the checks is zot's: an invalid push receives the same first error.
        var mediaType = ManifestBody.MediaTypeOf(context.Request, options());
        var tags = PushedTags.Parse(put.Reference, put.Tags);
        using var lease = bodies.Begin();
        var content = await ManifestBody.ReadAsync(context.Request, lease, context.RequestAborted);

        // Before the push as well as within it: a slow password check must not hold the lock of the repository.
        var commit = CommitCheck.Of(context);
        await commit.RenewAsync();
        var push = new ManifestPush(put.Repository, put.Reference, mediaType, content) { Tags = tags, Call = commit };
        var pushed = await registry.PushManifestAsync(push, context.RequestAborted);

        var response = context.Response;
        var digest = pushed.Stored.Digest.ToString();
        response.StatusCode = StatusCodes.Status201Created;
        response.Headers.Location = $"/v2/{put.Repository}/manifests/{digest}";
        response.Headers[OciHeaders.ContentDigest] = digest;
        if (pushed.Subject is { } subject)
        {
            response.Headers[OciHeaders.Subject] = subject.ToString();
        }

        if (tags.Count > 0)
        {
            response.Headers[OciHeaders.Tag] = tags.Select(static tag => tag.ToString()).ToArray();
        }
    }

    public async Task DeleteAsync(RegistryRequest.DeleteManifest delete, HttpContext context)
    {
        var refusesShared = CallerAccess.Of(context).Access
            .Can(AccessAction.DetectManifestCollision, delete.Repository);
        var wish = new ManifestDelete(delete.Repository, delete.Reference, refusesShared)
        {
            Call = CommitCheck.Of(context),
        };
        if (await registry.DeleteManifestAsync(wish, context.RequestAborted))
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            return;
        }

        await RefuseUnknownAsync(delete.Repository, delete.Reference, context);
    }

    private static bool Describe(HttpContext context, Descriptor manifest)
    {
        context.Response.ContentType = manifest.MediaType;
        InertContent.Mark(context);
        return Conditions.Describe(context, manifest.Digest);
    }

    private async Task RefuseUnknownAsync(RepositoryName repository, Reference reference, HttpContext context)
    {
        var refusal = await registry.HasRepositoryAsync(repository, context.RequestAborted)
            ? RegistryError.ManifestUnknown.With("reference", reference)
            : RegistryError.NameUnknown.With("name", repository);
        await OciErrors.WriteAsync(context, refusal);
    }
}

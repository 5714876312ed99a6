using Microsoft.AspNetCore.Http;
using Zot.Auth.AccessControl;
using Zot.Http.Access;
using Zot.Http.Answers;
using Zot.Http.Kestrel;
using Zot.Http.Requests;
using Zot.Registry;

namespace Zot.Http.Uploads;

/// <summary>Handles uploads: end-4, end-5, end-6, end-11, end-13 and end-14.</summary>
internal sealed class UploadEndpoint(
    IRegistry registry, CurrentHttpOptions options, TimeProvider time)
{
    public async Task StartAsync(RegistryRequest.StartUpload start, HttpContext context)
    {
        var upload = await StartAsync(start.Repository, start.Algorithm, context);
        UploadAnswer.Write(context, upload, StatusCodes.Status202Accepted);
    }

    public async Task MountAsync(RegistryRequest.MountBlob mount, HttpContext context)
    {
        var wish = new BlobMount(mount.Repository, mount.Digest, mount.From, MayRead)
        {
            Call = CommitCheck.Of(context),
        };
        if (await registry.MountBlobAsync(wish, context.RequestAborted) is { } mounted)
        {
            UploadAnswer.WriteBlob(context, mount.Repository, mounted.Digest);
            return;
        }

        var upload = await StartAsync(mount.Repository, mount.Digest.Algorithm, context);
        UploadAnswer.Write(context, upload, StatusCodes.Status202Accepted);

        bool MayRead(RepositoryName from) =>
            CallerAccess.Of(context).Allows(AccessAction.Read, from, mount.Digest.ToString());
    }

    public async Task PostAsync(RegistryRequest.PostBlob post, HttpContext context)
    {
        using var idle = IdleLimit.Start(context, options().ReadTimeout, time);
        var upload = await StartAsync(post.Repository, post.Digest.Algorithm, context);
        var isComplete = false;
        try
        {
            await upload.AppendAsync(
                IdleLimit.Watch(context.Request.Body, idle),
                offset: 0, context.Request.ContentLength, context.RequestAborted);
            await CompleteAsync(upload, post, post.Digest, context);
            isComplete = true;
        }
        finally
        {
            if (!isComplete)
            {
                // No client knows the upload ID, so the upload could never be resumed.
                await upload.CancelAsync(CancellationToken.None);
            }
        }

        UploadAnswer.WriteIds(context, upload);
        UploadAnswer.WriteBlob(context, post.Repository, post.Digest);
    }

    public async Task GetAsync(RegistryRequest.GetUpload get, HttpContext context)
    {
        if (await FindAsync(get.Repository, get.Id, context) is { } upload)
        {
            UploadAnswer.Write(context, upload, StatusCodes.Status204NoContent);
        }
    }

    public async Task PatchAsync(RegistryRequest.PatchUpload patch, HttpContext context)
    {
        if (await FindAsync(patch.Repository, patch.Id, context) is { } upload
            && await AppendAsync(upload, startsOver: false, context))
        {
            UploadAnswer.Write(context, upload, StatusCodes.Status202Accepted);
        }
    }

    public async Task PutAsync(RegistryRequest.PutUpload put, HttpContext context)
    {
        if (await FindAsync(put.Repository, put.Id, context) is { } upload
            && await AppendAsync(upload, startsOver: true, context))
        {
            await CompleteAsync(upload, put, put.Digest, context);
            UploadAnswer.WriteBlob(context, put.Repository, put.Digest);
        }
    }

    public async Task DeleteAsync(RegistryRequest.DeleteUpload delete, HttpContext context)
    {
        if (await FindAsync(delete.Repository, delete.Id, context) is { } upload)
        {
            await upload.CancelAsync(context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    }

    private ValueTask<IBlobUpload> StartAsync(
        RepositoryName repository, DigestAlgorithm algorithm, HttpContext context) =>
        registry.StartUploadAsync(
            new UploadStart(repository, algorithm) { Call = CommitCheck.Of(context) }, context.RequestAborted);

    private static async ValueTask CompleteAsync(
        IBlobUpload upload, RegistryRequest.InRepository request, Digest digest, HttpContext context)
    {
        var commit = CommitCheck.Of(context);
        await commit.AuthorizeAsync(request);
        await upload.CompleteAsync(digest, commit, context.RequestAborted);
    }

    private async ValueTask<IBlobUpload?> FindAsync(RepositoryName repository, UploadId id, HttpContext context)
    {
        var upload = await registry.FindUploadAsync(repository, id, context.RequestAborted);
        if (upload is null)
        {
            await OciErrors.WriteAsync(context, RegistryError.BlobUploadUnknown.With("session_id", id));
        }

        return upload;
    }

    // Returns true if the body was appended; otherwise the error response has been written.
    private async ValueTask<bool> AppendAsync(IBlobUpload upload, bool startsOver, HttpContext context)
    {
        if (!UploadBody.TryRead(context, startsOver, out var body) || (body.Offset ?? upload.Length) != upload.Length)
        {
            // Location and Range tell the client the received length, from which it can resume.
            UploadAnswer.Write(context, upload, StatusCodes.Status416RangeNotSatisfiable);
            await OciErrors.WriteAsync(context, RegistryError.ChunkOutOfOrder.With("session_id", upload.Id));
            return false;
        }

        if (body.IsPresent)
        {
            using var idle = IdleLimit.Start(context, options().ReadTimeout, time);
            await upload.AppendAsync(
                IdleLimit.Watch(context.Request.Body, idle), body.Offset, body.Length, context.RequestAborted);
        }

        return true;
    }
}

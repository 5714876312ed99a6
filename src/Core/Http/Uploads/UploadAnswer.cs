using System.Globalization;
using Microsoft.AspNetCore.Http;
using Zot.Registry;

namespace Zot.Http;

/// <summary>What clients are told of an upload, and of the blob it became.</summary>
internal static class UploadAnswer
{
    /// <summary>Tells how to go on: where, and from which byte.</summary>
    public static void Write(HttpContext context, IBlobUpload upload, int status)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.Headers.Location = $"/v2/{upload.Repository}/blobs/uploads/{upload.Id}";

        // Nothing and one byte look alike: the form has no way to say nothing, and every registry writes 0-0.
        response.Headers.Range = string.Create(CultureInfo.InvariantCulture, $"0-{Math.Max(0, upload.Length - 1)}");
        WriteIds(context, upload);
    }

    /// <summary>Tells the name of the upload, in both of the headers clients look at.</summary>
    public static void WriteIds(HttpContext context, IBlobUpload upload)
    {
        var id = upload.Id.ToString();
        context.Response.Headers[OciHeaders.DockerUploadId] = id;
        context.Response.Headers[OciHeaders.BlobUploadId] = id;
    }

    /// <summary>201: tells where the blob is.</summary>
    public static void WriteBlob(HttpContext context, RepositoryName repository, Digest digest)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status201Created;
        response.Headers.Location = $"/v2/{repository}/blobs/{digest}";
        response.Headers[OciHeaders.ContentDigest] = digest.ToString();
    }
}

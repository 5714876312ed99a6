using System.Globalization;
using Microsoft.AspNetCore.Http;
using Zot.Http.Answers;
using Zot.Registry;

namespace Zot.Http.Uploads;

/// <summary>Writes the responses for uploads and for the blobs they create.</summary>
internal static class UploadAnswer
{
    /// <summary>Writes the status, the location and the received range of an upload.</summary>
    public static void Write(HttpContext context, IBlobUpload upload, int status)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.Headers.Location = $"/v2/{upload.Repository}/blobs/uploads/{upload.Id}";

        // The form cannot express an empty range: every registry writes 0-0 for zero bytes and for one.
        response.Headers.Range = string.Create(CultureInfo.InvariantCulture, $"0-{Math.Max(0, upload.Length - 1)}");
        WriteIds(context, upload);
    }

    /// <summary>Writes the upload ID in both headers that clients read.</summary>
    public static void WriteIds(HttpContext context, IBlobUpload upload)
    {
        var id = upload.Id.ToString();
        context.Response.Headers[OciHeaders.DockerUploadId] = id;
        context.Response.Headers[OciHeaders.BlobUploadId] = id;
    }

    /// <summary>Writes 201 with the location and digest of the blob.</summary>
    public static void WriteBlob(HttpContext context, RepositoryName repository, Digest digest)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status201Created;
        response.Headers.Location = $"/v2/{repository}/blobs/{digest}";
        response.Headers[OciHeaders.ContentDigest] = digest.ToString();
    }
}

using Microsoft.AspNetCore.Http;
using Zot.Registry;

namespace Zot.Http.Blobs;

/// <summary>Sends the content of a blob in a response.</summary>
/// <remarks>An interface, so that implementations can be benchmarked against each other.</remarks>
internal interface IBlobSender
{
    /// <summary>Sends a range of a blob. Aborts the connection if the blob is shorter than expected.</summary>
    /// <returns><see langword="true"/> if the whole range was sent.</returns>
    ValueTask<bool> SendAsync(HttpContext context, BlobContent blob, long offset, long length);
}

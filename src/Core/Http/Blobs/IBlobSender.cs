using Microsoft.AspNetCore.Http;
using Zot.Registry;

namespace Zot.Http;

/// <summary>Puts the bytes of a blob on the wire.</summary>
/// <remarks>An interface, so that another way of sending can be measured against this one.</remarks>
internal interface IBlobSender
{
    /// <summary>Sends some bytes of a blob. A blob that turns out shorter aborts the connection.</summary>
    /// <returns>Whether all of them are sent.</returns>
    ValueTask<bool> SendAsync(HttpContext context, BlobContent blob, long offset, long length);
}

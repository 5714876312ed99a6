using System.Net;

namespace Zot.BlackBox.Harness;

/// <summary>A body of unknown length.</summary>
internal sealed class StreamedContent(byte[] body) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        stream.WriteAsync(body, TestContext.Current.CancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}

using System.Net;

namespace Zot.Core.Tests.Http.Support;

/// <summary>A body that runs an action on the server first: it is sent once the server requests it.</summary>
internal sealed class ActingContent : HttpContent
{
    private readonly byte[] _content;
    private readonly Action _act;

    public ActingContent(byte[] content, string mediaType, Action act)
    {
        (_content, _act) = (content, act);
        Headers.TryAddWithoutValidation("Content-Type", mediaType);
    }

    /// <summary>The header that makes the client wait until the server reads the body.</summary>
    public static (string Name, string Value) Expectation => ("Expect", "100-continue");

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        _act();
        return stream.WriteAsync(_content).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _content.Length;
        return true;
    }
}

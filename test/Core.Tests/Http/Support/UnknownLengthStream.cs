namespace Zot.Core.Tests.Http.Support;

/// <summary>Content of unknown length, which is therefore sent in chunks.</summary>
internal sealed class UnknownLengthStream(byte[] content) : MemoryStream(content)
{
    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();
}

namespace Zot.Http.Tests;

/// <summary>Content whose length only its end tells, so that it is sent in chunks.</summary>
internal sealed class UnknownLengthStream(byte[] content) : MemoryStream(content)
{
    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();
}

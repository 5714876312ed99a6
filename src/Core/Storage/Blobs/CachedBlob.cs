using Zot.Registry;

namespace Zot.Storage.Blobs;

/// <summary>A small blob in memory.</summary>
internal sealed class CachedBlob(Descriptor descriptor, byte[] content) : BlobContent(descriptor)
{
    public override ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var rest = offset < content.Length ? content.AsSpan((int)offset) : [];
        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer.Span);
        return ValueTask.FromResult(count);
    }

    public override ValueTask DisposeAsync() => default;
}

namespace Zot.Storage.Drivers.Memory;

/// <summary>A snapshot of bytes in memory.</summary>
internal sealed class MemoryContent(byte[] content) : StoredContent(content.Length)
{
    public override ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Copy(content, offset, buffer));

    public override ValueTask DisposeAsync() => default;

    internal static int Copy(byte[] content, long offset, Memory<byte> buffer)
    {
        var start = (int)Math.Min(offset, content.Length);
        var count = Math.Min(buffer.Length, content.Length - start);
        content.AsSpan(start, count).CopyTo(buffer.Span);
        return count;
    }
}

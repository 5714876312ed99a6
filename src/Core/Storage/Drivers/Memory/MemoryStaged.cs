namespace Zot.Storage.Drivers.Memory;

/// <summary>Staged content in memory.</summary>
internal sealed class MemoryStaged(MemoryObject target) : StagedContent
{
    public override long Length => target.Content.Length;

    public override void Reserve(long bytes)
    {
        // Memory needs no reservation.
    }

    public override ValueTask AppendAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        target.Content = [.. target.Content, .. content.Span];
        return default;
    }

    public override ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) =>
        ValueTask.FromResult(MemoryContent.Copy(target.Content, offset, buffer));

    public override ValueTask DisposeAsync() => default;
}

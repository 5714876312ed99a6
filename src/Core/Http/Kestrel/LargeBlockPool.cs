using System.Buffers;

namespace Zot.Http;

/// <summary>A view of the common store: its owner may dispose it without taking the blocks from the others.</summary>
internal sealed class LargeBlockPool(LargeBlocks blocks) : MemoryPool<byte>
{
    /// <inheritdoc/>
    public override int MaxBufferSize => LargeBlocks.BlockLength;

    /// <inheritdoc/>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, LargeBlocks.BlockLength);
        return blocks.Rent();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }
}

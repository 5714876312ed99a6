using System.Buffers;

namespace Zot.Http.Kestrel;

/// <summary>A view of the shared pool: disposing it does not affect the blocks of other owners.</summary>
internal sealed class LargeBlockPool(LargeBlocks blocks) : MemoryPool<byte>
{
    /// <inheritdoc/>
    public override int MaxBufferSize => LargeBlocks.MaxBlockLength;

    /// <inheritdoc/>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => blocks.Rent(minBufferSize);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }
}

using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Zot.Http;

/// <summary>Gives every connection blocks from the same store of large ones.</summary>
internal sealed class LargeBlockPoolFactory(LargeBlocks blocks) : IMemoryPoolFactory<byte>
{
    /// <inheritdoc/>
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new LargeBlockPool(blocks);
}

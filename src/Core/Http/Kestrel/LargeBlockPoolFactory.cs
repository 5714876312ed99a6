using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Zot.Http.Kestrel;

/// <summary>Provides every connection with blocks from one shared pool.</summary>
internal sealed class LargeBlockPoolFactory(LargeBlocks blocks) : IMemoryPoolFactory<byte>
{
    /// <inheritdoc/>
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new LargeBlockPool(blocks);
}

using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Zot.Http.Kestrel;

/// <summary>A pool of pinned, reusable blocks of one length.</summary>
/// <param name="length">The length of a block, in bytes.</param>
/// <param name="maxKept">The maximum number of unused blocks.</param>
internal sealed class BlockStack(int length, int maxKept)
{
    private readonly ConcurrentStack<Block> _free = new();
    private int _kept;

    /// <summary>The total length of the unused blocks, in bytes.</summary>
    public long Kept => (long)length * Volatile.Read(ref _kept);

    /// <summary>Returns a block, which returns to the pool when it is disposed.</summary>
    public IMemoryOwner<byte> Rent()
    {
        if (!_free.TryPop(out var block))
        {
            return new Block(this, length);
        }

        Interlocked.Decrement(ref _kept);
        block.IsRented = 1;
        return block;
    }

    /// <summary>Releases all unused blocks to the garbage collector.</summary>
    public void Release()
    {
        while (_free.TryPop(out _))
        {
            Interlocked.Decrement(ref _kept);
        }
    }

    private void Return(Block block)
    {
        if (Interlocked.Increment(ref _kept) <= maxKept)
        {
            _free.Push(block);
        }
        else
        {
            // Left to the garbage collector.
            Interlocked.Decrement(ref _kept);
        }
    }

    private sealed class Block(BlockStack owner, int length) : IMemoryOwner<byte>
    {
        public int IsRented = 1;

        public Memory<byte> Memory { get; } =
            MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(length, pinned: true), 0, length);

        // A block returned twice would be rented to two owners at once.
        public void Dispose()
        {
            if (Interlocked.Exchange(ref IsRented, 0) == 1)
            {
                owner.Return(this);
            }
        }
    }
}

using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Zot.Http;

/// <summary>Pinned blocks of 64 KiB: Kestrel fills one with each receive, and its own 4 KiB make uploads cost twice.</summary>
internal sealed class LargeBlocks
{
    /// <summary>The length of a block in bytes.</summary>
    public const int BlockLength = 64 * 1024;

    // 16 MiB: enough for a hundred busy connections, and what an idle process keeps at most.
    private const int MaxKept = 256;

    private readonly ConcurrentStack<Block> _free = new();
    private int _kept;

    /// <summary>How many unused blocks are kept.</summary>
    public int Kept => Volatile.Read(ref _kept);

    /// <summary>A block; disposing it gives it back.</summary>
    public IMemoryOwner<byte> Rent()
    {
        if (!_free.TryPop(out var block))
        {
            return new Block(this);
        }

        Interlocked.Decrement(ref _kept);
        block.IsRented = 1;
        return block;
    }

    private void Return(Block block)
    {
        if (Interlocked.Increment(ref _kept) <= MaxKept)
        {
            _free.Push(block);
        }
        else
        {
            // The garbage collector has it now.
            Interlocked.Decrement(ref _kept);
        }
    }

    private sealed class Block(LargeBlocks owner) : IMemoryOwner<byte>
    {
        public int IsRented = 1;

        public Memory<byte> Memory { get; } = MemoryMarshal.CreateFromPinnedArray(
            GC.AllocateUninitializedArray<byte>(BlockLength, pinned: true), 0, BlockLength);

        // A block given back twice would be lent to two at once.
        public void Dispose()
        {
            if (Interlocked.Exchange(ref IsRented, 0) == 1)
            {
                owner.Return(this);
            }
        }
    }
}

using System.Buffers;

namespace Zot.Http.Kestrel;

/// <summary>Pools pinned blocks of two lengths, for the connections of all listeners.</summary>
internal sealed class LargeBlocks
{
    /// <summary>
    /// The default block length, in bytes. Kestrel fills one block per receive: its own 4 KiB make uploads cost twice.
    /// </summary>
    public const int BlockLength = 64 * 1024;

    /// <summary>The length of the pieces in which blobs are sent, in bytes.</summary>
    public const int MaxBlockLength = 256 * 1024;

    // 8 MiB each: enough for a hundred busy connections and 32 downloads.
    private readonly BlockStack _usual = new(BlockLength, 128);
    private readonly BlockStack _pieces = new(MaxBlockLength, 32);

    /// <summary>The total length of the unused blocks, in bytes.</summary>
    public long Kept => _usual.Kept + _pieces.Kept;

    /// <summary>Returns a block, which returns to the pool when it is disposed.</summary>
    /// <param name="minLength">The minimum length, in bytes.</param>
    public IMemoryOwner<byte> Rent(int minLength)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minLength, MaxBlockLength);
        return (minLength <= BlockLength ? _usual : _pieces).Rent();
    }

    /// <summary>Releases all unused blocks to the garbage collector.</summary>
    public void Release()
    {
        _usual.Release();
        _pieces.Release();
    }
}

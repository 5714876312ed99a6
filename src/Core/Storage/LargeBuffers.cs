using System.Buffers;

namespace Zot.Storage;

/// <summary>Buffers for content that goes through memory piece by piece.</summary>
internal static class LargeBuffers
{
    /// <summary>The longest buffer that is used again, in bytes; a longer one is left to the garbage collector.</summary>
    internal const int MaxKeptLength = 512 * 1024;

    // Buffers for three uploads. ArrayPool.Shared keeps one buffer of each length per thread.
    private const int MaxKept = 9;

    /// <summary>The pool.</summary>
    internal static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(MaxKeptLength, MaxKept);
}

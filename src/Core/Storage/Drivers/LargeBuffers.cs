using System.Buffers;

namespace Zot.Storage.Drivers;

/// <summary>Provides pooled buffers for content that is streamed through memory.</summary>
internal static class LargeBuffers
{
    /// <summary>
    /// The length of the largest pooled buffer, in bytes; larger ones are left to the garbage collector.
    /// </summary>
    internal const int MaxKeptLength = 512 * 1024;

    // Buffers for three uploads. ArrayPool.Shared keeps one buffer of each length per thread.
    private const int MaxKept = 9;

    /// <summary>The pool.</summary>
    internal static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(MaxKeptLength, MaxKept);
}

using System.Buffers;

namespace Zot.Storage;

/// <summary>Buffers for content that goes through memory piece by piece.</summary>
internal static class LargeBuffers
{
    /// <summary>The longest buffer that is used again, in bytes; a longer one is left to the garbage collector.</summary>
    internal const int MaxKeptLength = 512 * 1024;

    // Two uploads and an index.json, three times. The shared pool keeps one buffer of every length for every thread, for as long as it likes.
    private const int MaxKept = 9;

    /// <summary>The pool.</summary>
    internal static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(MaxKeptLength, MaxKept);
}

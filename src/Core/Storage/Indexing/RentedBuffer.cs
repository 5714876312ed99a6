using System.Buffers;
using Zot.Storage.Drivers;

namespace Zot.Storage.Indexing;

/// <summary>
/// A buffer like <see cref="ArrayBufferWriter{T}"/> with pooled memory from <see cref="LargeBuffers"/>.
/// </summary>
/// <remarks>Allocating a buffer of more than 85,000 bytes for each push would cause full garbage collections.</remarks>
internal sealed class RentedBuffer(int capacity) : IBufferWriter<byte>, IDisposable
{
    private byte[] _buffer = LargeBuffers.Pool.Rent(capacity);
    private int _length;

    /// <summary>The bytes written, until the buffer is disposed.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - _length);
        _length += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        var needed = _length + Math.Max(sizeHint, 1);
        if (needed > _buffer.Length)
        {
            var larger = LargeBuffers.Pool.Rent(Math.Max(needed, 2 * _buffer.Length));
            Written.CopyTo(larger);
            LargeBuffers.Pool.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public void Dispose()
    {
        // At most once: an array that is returned twice is rented to two callers at the same time.
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
        {
            _length = 0;
            LargeBuffers.Pool.Return(buffer);
        }
    }
}

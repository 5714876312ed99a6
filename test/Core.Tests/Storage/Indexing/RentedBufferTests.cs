using System.Buffers;
using Xunit;
using Zot.Storage.Indexing;

namespace Zot.Core.Tests.Storage.Indexing;

public sealed class RentedBufferTests
{
    [Fact]
    public void Write_above_the_capacity_keeps_earlier_bytes()
    {
        using var buffer = new RentedBuffer(1);
        var expected = Enumerable.Range(0, 5000).Select(static i => (byte)i).ToArray();
        foreach (var piece in expected.Chunk(7))
        {
            buffer.Write(piece);
        }

        Assert.Equal(expected, buffer.Written.ToArray());
    }

    [Fact]
    public void Advance_beyond_the_memory_throws()
    {
        using var buffer = new RentedBuffer(1);
        var free = buffer.GetMemory().Length;

        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(free + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(-1));
    }

    [Fact]
    public void Second_dispose_does_not_return_the_memory_again()
    {
        var buffer = new RentedBuffer(100_000);
        buffer.Dispose();
        buffer.Dispose();

        var (first, second) = (ArrayPool<byte>.Shared.Rent(100_000), ArrayPool<byte>.Shared.Rent(100_000));
        Assert.NotSame(first, second);
        Assert.True(buffer.Written.IsEmpty);
    }
}

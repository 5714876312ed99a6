using System.Runtime.InteropServices;
using Xunit;
using Zot.Registry;
using Zot.Storage.Drivers;
using Zot.Storage.Uploads;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Uploads;

public sealed class UploadWriterTests
{
    private const int Buffer = UploadWriter.MaxBufferLength;

    public static TheoryData<int> Lengths => [0, 1, Buffer - 1, Buffer, Buffer + 1, 2 * Buffer, (3 * Buffer) + 7];

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task Body_of_any_length_is_stored_and_hashed_in_order(int length)
    {
        var content = Some.Bytes(length);
        foreach (var declared in new long?[] { length, null })
        {
            var (session, target) = (Session(), new RecordedContent());
            await session.CatchUpAsync(target, default);

            var copied = await new UploadWriter(session, target).CopyAsync(new PieceStream(content), declared, default);

            Assert.Equal((length, length), (copied, session.Length));
            Assert.Equal(content, target.Bytes);
            Assert.Equal(Some.Digest(content), await session.ComputeAsync(Some.Digest(content), target, default));
            Assert.Equal(0, target.BytesRead);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task Aborted_body_keeps_the_received_bytes(int length)
    {
        var content = Some.Bytes(length);
        var (session, target) = (Session(), new RecordedContent());
        await session.CatchUpAsync(target, default);

        await Assert.ThrowsAsync<IOException>(async () =>
            await new UploadWriter(session, target).CopyAsync(new BrokenStream(content), length + 1, default));

        Assert.Equal(length, session.Length);
        Assert.Equal(Some.Digest(content), await session.ComputeAsync(Some.Digest(content), target, default));
        Assert.Equal(0, target.BytesRead);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Failed_write_is_neither_counted_nor_hashed(int appends)
    {
        var content = Some.Bytes((3 * Buffer) + 7);
        var (session, target) = (Session(), new RecordedContent { AppendsLeft = appends });
        await session.CatchUpAsync(target, default);
        await Assert.ThrowsAsync<IOException>(async () =>
            await new UploadWriter(session, target).CopyAsync(new MemoryStream(content), content.Length, default));
        Assert.Equal((appends * Buffer, appends * Buffer), (session.Length, target.Length));
        Assert.Equal(Some.Digest(content.AsSpan(0, appends * Buffer)), await session.ComputeAsync(Some.Digest(""), target, default));
        Assert.Equal(0, target.BytesRead);

        target.AppendsLeft = int.MaxValue;
        await session.CatchUpAsync(target, default);
        await new UploadWriter(session, target).CopyAsync(new MemoryStream(content[(appends * Buffer)..]), null, default);

        Assert.Equal(content, target.Bytes);
        Assert.Equal(Some.Digest(content), await session.ComputeAsync(Some.Digest(content), target, default));
    }

    [Fact]
    public async Task Body_of_any_length_is_read_into_few_buffers()
    {
        var (session, target) = (Session(), new RecordedContent());
        await session.CatchUpAsync(target, default);
        var source = new PieceStream(Some.Bytes(9 * Buffer));

        await new UploadWriter(session, target).CopyAsync(source, length: null, default);

        Assert.InRange(source.Buffers.Count, 1, UploadWriter.MaxBuffers);
        Assert.All(source.Buffers, static buffer => Assert.True(buffer.Length <= Buffer));
        Assert.True(UploadWriter.MaxBuffers * UploadWriter.MaxBufferLength <= 2 * 1024 * 1024);
    }

    private static UploadSession Session() => new(Some.Repository, UploadId.Create(), DigestAlgorithm.Sha256, length: 0);

    /// <summary>Returns fewer bytes than requested, and records the arrays it reads into.</summary>
    private sealed class PieceStream(byte[] content) : MemoryStream(content)
    {
        private readonly Random _random = new(content.Length);

        public HashSet<byte[]> Buffers { get; } = [];

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Assert.True(MemoryMarshal.TryGetArray<byte>(buffer, out var array));
            Buffers.Add(array.Array!);
            return base.ReadAsync(buffer[..Math.Min(buffer.Length, _random.Next(1, 100_000))], cancellationToken);
        }
    }

    /// <summary>Records appended bytes, until the medium is full.</summary>
    private sealed class RecordedContent : StagedContent
    {
        private readonly MemoryStream _content = new();

        public int AppendsLeft { get; set; } = int.MaxValue;

        public int BytesRead { get; private set; }

        public byte[] Bytes => _content.ToArray();

        public override long Length => _content.Length;

        public override void Reserve(long bytes)
        {
        }

        public override ValueTask AppendAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
        {
            if (AppendsLeft-- == 0)
            {
                throw new IOException("no space left on device");
            }

            _content.Write(content.Span);
            return default;
        }

        public override ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
        {
            var rest = _content.GetBuffer().AsSpan((int)offset, (int)(_content.Length - offset));
            var count = Math.Min(rest.Length, buffer.Length);
            rest[..count].CopyTo(buffer.Span);
            BytesRead += count;
            return ValueTask.FromResult(count);
        }

        public override ValueTask DisposeAsync() => default;
    }
}

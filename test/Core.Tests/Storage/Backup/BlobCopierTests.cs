using System.Runtime.InteropServices;
using Moq;
using Xunit;
using Zot.Storage.Backup;
using Zot.Storage.Drivers;
using Zot.Storage.Drivers.Memory;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Backup;

public sealed class BlobCopierTests
{
    // More than the pool keeps, and than other tests take meanwhile.
    private const int Copies = 64;

    [Fact]
    public async Task Failed_copy_returns_its_buffer_to_the_pool()
    {
        await using var target = new MemoryDriver(TimeProvider.System);
        var content = new UnreadableContent();
        var source = new Mock<IStorageDriver>();
        source.Setup(driver => driver.StatAsync(It.IsAny<StorageKey>(), It.IsAny<CancellationToken>()))
            .Returns(() => ValueTask.FromResult<StoredObject?>(default(StoredObject) with { Length = content.Length }));
        source.Setup(driver => driver.OpenAsync(It.IsAny<StorageKey>(), It.IsAny<CancellationToken>()))
            .Returns(() => ValueTask.FromResult<StoredContent?>(content));
        var copier = new BlobCopier(target, previous: null);

        for (var copy = 0; copy < Copies; copy++)
        {
            Assert.False(await copier.CopyAsync(source.Object, Some.Repository, Some.Digest("layer"), default));
        }

        Assert.InRange(content.Buffers.Count, 1, Copies - 1);
    }

    private sealed class UnreadableContent() : StoredContent(length: 5)
    {
        public HashSet<byte[]> Buffers { get; } = [];

        public override ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
        {
            Assert.True(MemoryMarshal.TryGetArray<byte>(buffer, out var array));
            Buffers.Add(array.Array!);
            throw new IOException("the disk cannot be read");
        }

        public override ValueTask DisposeAsync() => default;
    }
}

using Moq;
using Xunit;
using Zot.Core.Tests.Http.Support;
using Zot.Http.Kestrel;

namespace Zot.Core.Tests.Http.Kestrel;

public sealed class IdleMemoryTests : IDisposable
{
    private readonly Mock<IProcessMemory> _process = new();
    private readonly LargeBlocks _blocks = new();
    private readonly HeldTime _time = new();
    private readonly IdleMemory _memory;

    public IdleMemoryTests() => _memory = new IdleMemory(_process.Object, _blocks, _time);

    public void Dispose() => _memory.Dispose();

    [Fact]
    public async Task Memory_is_released_once_after_requests_complete()
    {
        _blocks.Rent(1).Dispose();
        var tick = await StartAsync();

        Pass(tick, IdleMemory.MinWork, times: 1);
        _process.Verify(process => process.Release(), Times.Never);
        Pass(tick, IdleMemory.MinWork, times: 10);

        _process.Verify(process => process.Release(), Times.Once);
        Assert.Equal(0, _blocks.Kept);
    }

    [Fact]
    public async Task Memory_in_use_is_not_released()
    {
        var tick = await StartAsync();

        for (var second = 1; second <= 100; second++)
        {
            Pass(tick, second * IdleMemory.MaxIdleAllocation, times: 1);
        }

        _process.Verify(process => process.Release(), Times.Never);
    }

    [Fact]
    public async Task Small_allocations_do_not_trigger_a_collection()
    {
        var tick = await StartAsync();

        Pass(tick, IdleMemory.MinWork - 1, times: 10);

        _process.Verify(process => process.Release(), Times.Never);
    }

    [Fact]
    public async Task Allocations_of_idle_intervals_add_up()
    {
        var tick = await StartAsync();

        for (var second = 1; second <= 2 * IdleMemory.MinWork / (IdleMemory.MaxIdleAllocation / 2); second++)
        {
            Pass(tick, second * (IdleMemory.MaxIdleAllocation / 2), times: 1);
        }

        _process.Verify(process => process.Release(), Times.Exactly(2));
    }

    [Fact]
    public async Task Large_heap_is_left_to_the_garbage_collector()
    {
        var tick = await StartAsync();
        _process.Setup(process => process.HeapBytes).Returns(IdleMemory.MaxHeap + 1);

        Pass(tick, IdleMemory.MinWork, times: 10);

        _process.Verify(process => process.Release(), Times.Never);
    }

    [Fact]
    public void Memory_of_this_process_is_returned_to_the_system()
    {
        var memory = new CollectedMemory();
        var before = memory.AllocatedBytes;
        var collections = GC.CollectionCount(GC.MaxGeneration);

        GC.KeepAlive(new byte[2_000_000]);
        memory.Release();

        Assert.True(memory.AllocatedBytes - before >= 1_000_000);
        Assert.True(GC.CollectionCount(GC.MaxGeneration) > collections);
        Assert.True(memory.HeapBytes > 0);
    }

    private async Task<HeldDelay> StartAsync()
    {
        await _memory.StartAsync(TestContext.Current.CancellationToken);
        return await _time.NextDelayAsync();
    }

    private void Pass(HeldDelay tick, long allocated, int times)
    {
        _process.Setup(process => process.AllocatedBytes).Returns(allocated);
        for (var count = 0; count < times; count++)
        {
            tick.Elapse();
        }
    }
}

using Microsoft.Extensions.Hosting;

namespace Zot.Http.Kestrel;

/// <summary>Returns memory to the operating system when the process is idle.</summary>
/// <remarks>
/// The garbage collector runs on allocation only: without requests, the heap would stay as large as under load.
/// </remarks>
/// <param name="memory">The memory of the process.</param>
/// <param name="blocks">The buffers of connections.</param>
/// <param name="time">The clock.</param>
internal sealed class IdleMemory(IProcessMemory memory, LargeBlocks blocks, TimeProvider time)
    : IHostedService, IDisposable
{
    /// <summary>The interval of the checks.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The number of bytes allocated in an interval below which the process counts as idle: timers and health checks
    /// allocate, too.
    /// </summary>
    internal const long MaxIdleAllocation = 512 * 1024;

    /// <summary>The minimum number of bytes allocated between two collections.</summary>
    internal const long MinWork = 16 * 1024 * 1024;

    /// <summary>The maximum heap size to compact, in bytes: a larger one would pause requests noticeably.</summary>
    internal const long MaxHeap = 128 * 1024 * 1024;

    private ITimer? _timer;
    private long _last;
    private long _released;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(static state => ((IdleMemory)state!).Check(), this, Interval, Interval);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private void Check()
    {
        var allocated = memory.AllocatedBytes;
        var isIdle = allocated - _last < MaxIdleAllocation;
        _last = allocated;
        if (isIdle && allocated - _released >= MinWork && memory.HeapBytes <= MaxHeap)
        {
            _released = allocated;
            blocks.Release();
            memory.Release();
        }
    }
}

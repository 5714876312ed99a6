using Microsoft.Extensions.Hosting;

namespace Zot.Http;

/// <summary>Gives memory back to the system when the requests that needed it are over.</summary>
/// <remarks>
/// The garbage collector runs when memory is asked for. A registry that nobody asks anything any more would keep what its busiest hour needed.
/// </remarks>
/// <param name="memory">The memory of the process.</param>
/// <param name="blocks">The buffers of connections.</param>
/// <param name="time">The clock.</param>
internal sealed class IdleMemory(IProcessMemory memory, LargeBlocks blocks, TimeProvider time) : IHostedService, IDisposable
{
    /// <summary>How often it is looked at.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Less than this in one interval, in bytes, is no work: timers and probes.</summary>
    internal const long MaxIdleAllocation = 512 * 1024;

    /// <summary>Less than this since the last time, in bytes, is not worth a collection.</summary>
    internal const long MinWork = 16 * 1024 * 1024;

    /// <summary>A larger heap, in bytes, is left to the collector: compacting it would be a pause that clients notice.</summary>
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

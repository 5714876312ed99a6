namespace Zot.Client.Distribution;

/// <summary>Limits the bytes per second of all bodies of a client together.</summary>
internal sealed class Bandwidth
{
    // A piece takes a quarter of a second, so that a slow body still progresses within the idle time limit.
    private const int PiecesPerSecond = 4;

    private readonly Lock _gate = new();
    private readonly long _bytesPerSecond;
    private readonly TimeProvider _time;
    private DateTimeOffset _free;

    /// <summary>Creates a limit.</summary>
    /// <param name="bytesPerSecond">The maximum number of bytes per second.</param>
    /// <param name="time">The clock.</param>
    public Bandwidth(long bytesPerSecond, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytesPerSecond);
        (_bytesPerSecond, _time) = (bytesPerSecond, time);
    }

    /// <summary>The maximum number of bytes to read at once.</summary>
    public int MaxPiece => (int)Math.Clamp(_bytesPerSecond / PiecesPerSecond, 1, int.MaxValue);

    /// <summary>Waits until the bytes received so far are within the limit.</summary>
    public async Task WaitAsync(CancellationToken stop)
    {
        while (Remaining() is var delay && delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, _time, stop);
        }
    }

    /// <summary>Records received bytes.</summary>
    public void Add(int bytes)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            _free = (_free > now ? _free : now) + TimeSpan.FromSeconds((double)bytes / _bytesPerSecond);
        }
    }

    private TimeSpan Remaining()
    {
        lock (_gate)
        {
            // A timer rounds down to milliseconds: the rest would be waited for in a loop without a pause.
            return TimeSpan.FromMilliseconds(Math.Ceiling((_free - _time.GetUtcNow()).TotalMilliseconds));
        }
    }
}

using System.Threading.Channels;

namespace Zot.Core.Tests.Http.Support;

/// <summary>A stopped clock, whose delays of one second or more are completed by the test.</summary>
internal sealed class HeldTime : TimeProvider
{
    private readonly Channel<HeldDelay> _delays = Channel.CreateUnbounded<HeldDelay>();
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _now, by.Ticks);

    public ValueTask<HeldDelay> NextDelayAsync() => _delays.Reader.ReadAsync();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var delay = new HeldDelay(callback, state, dueTime);
        _delays.Writer.TryWrite(delay);
        return delay;
    }
}

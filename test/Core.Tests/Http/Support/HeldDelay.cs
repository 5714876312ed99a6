namespace Zot.Core.Tests.Http.Support;

/// <summary>A delay that a test completes explicitly.</summary>
internal sealed class HeldDelay(TimerCallback callback, object? state, TimeSpan dueTime) : ITimer
{
    public TimeSpan DueTime => dueTime;

    public bool IsDisposed { get; private set; }

    public void Elapse() => callback(state);

    public bool Change(TimeSpan dueTime, TimeSpan period) => true;

    public void Dispose() => IsDisposed = true;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}

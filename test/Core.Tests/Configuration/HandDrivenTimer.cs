namespace Zot.Core.Tests.Configuration;

/// <summary>A timer that fires when a test requests it.</summary>
internal sealed class HandDrivenTimer(Action callback) : ITimer
{
    private bool _isDisposed;

    public bool Change(TimeSpan dueTime, TimeSpan period) => !_isDisposed;

    public void FireTimers()
    {
        if (!_isDisposed)
        {
            callback();
        }
    }

    public void Dispose() => _isDisposed = true;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}

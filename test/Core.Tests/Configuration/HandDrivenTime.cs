namespace Zot.Core.Tests.Configuration;

/// <summary>A clock whose timers fire when a test requests it.</summary>
internal sealed class HandDrivenTime : TimeProvider
{
    private readonly List<HandDrivenTimer> _timers = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HandDrivenTimer(() => callback(state));
        _timers.Add(timer);
        return timer;
    }

    /// <summary>Fires every timer, whether armed or not.</summary>
    public void FireTimers() => _timers.ForEach(static timer => timer.FireTimers());
}

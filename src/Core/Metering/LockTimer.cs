namespace Zot.Metering;

/// <summary>Times the write locks of a storage while their metric is enabled.</summary>
/// <param name="meter">The meter that records the times.</param>
/// <param name="storage">The root directory of the storage.</param>
/// <param name="time">The clock.</param>
public sealed class LockTimer(ZotMeter meter, string storage, TimeProvider time)
{
    /// <summary>Starts timing when a lock is requested.</summary>
    /// <returns>The argument for <see cref="Stop"/>; 0 if the metric is disabled.</returns>
    public long Start() => meter.TimesLocks ? time.GetTimestamp() : 0;

    /// <summary>Stops timing when the lock is released.</summary>
    public void Stop(long started)
    {
        if (started != 0)
        {
            meter.TimeLock(storage, time.GetElapsedTime(started));
        }
    }
}

namespace Zot.Metering;

/// <summary>Times the turns of a storage's writers, as long as anybody wants to know.</summary>
/// <param name="meter">Who is told.</param>
/// <param name="storage">The root directory of the storage.</param>
/// <param name="time">The clock.</param>
public sealed class LockTimer(ZotMeter meter, string storage, TimeProvider time)
{
    /// <summary>Begins, as somebody asks for a turn.</summary>
    /// <returns>What <see cref="Stop"/> takes; 0 when nobody wants to know.</returns>
    public long Start() => meter.TimesLocks ? time.GetTimestamp() : 0;

    /// <summary>Ends, as the turn is given back.</summary>
    public void Stop(long started)
    {
        if (started != 0)
        {
            meter.TimeLock(storage, time.GetElapsedTime(started));
        }
    }
}

#if EXT_SCRUB
namespace Zot.Extensions.Scrub;

/// <summary>Limits the average read rate to the currently configured one.</summary>
/// <param name="rate">Returns the limit in bytes per second; zero for no limit.</param>
/// <param name="time">The clock.</param>
internal sealed class ReadingPace(Func<long> rate, TimeProvider time)
{
    // Shorter pauses are accumulated.
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(10);

    private TimeSpan _owed;
    private long _last = time.GetTimestamp();

    /// <summary>Pauses for the bytes that were read. Time since the previous call counts as pause.</summary>
    public async ValueTask RestAsync(int bytes, CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        var rest = _owed - time.GetElapsedTime(_last, now);
        _last = now;
        _owed = rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        if (rate() is > 0 and var perSecond)
        {
            _owed += TimeSpan.FromSeconds((double)bytes / perSecond);
            if (_owed >= LeastPause)
            {
                await Task.Delay(_owed, time, cancellationToken);
            }
        }
    }
}
#endif

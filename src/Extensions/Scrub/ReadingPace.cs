#if EXT_SCRUB
namespace Zot.Extensions.Scrub;

/// <summary>Reads no more than so many bytes per second on average, as much as is asked for at the moment.</summary>
/// <param name="rate">Bytes per second; zero for as fast as it goes.</param>
/// <param name="time">The clock.</param>
internal sealed class ReadingPace(Func<long> rate, TimeProvider time)
{
    // A pause shorter than that is none.
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(10);

    private TimeSpan _owed;
    private long _last = time.GetTimestamp();

    /// <summary>Rests for what was read. Time that went by since the last piece counts as rest.</summary>
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

#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>
/// Lets a sink rest that fails again and again: while it is open, one attempt goes out after each backoff, and nobody
/// else's attempts are counted. Shared by all deliveries of a sink.
/// </summary>
internal sealed class Breaker(RetryPolicy policy, TimeProvider time)
{
    private readonly Lock _gate = new();
    private int _failures;
    private DateTimeOffset _restUntil;
    private bool _isProbing;

    /// <summary>Whether it is open.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return _failures >= policy.Threshold;
            }
        }
    }

    /// <summary>Until when it lets nothing through; the past, when it is closed.</summary>
    public DateTimeOffset RestsUntil
    {
        get
        {
            lock (_gate)
            {
                return _failures >= policy.Threshold ? _restUntil : DateTimeOffset.MinValue;
            }
        }
    }

    /// <summary>How long to wait before asking again; <see langword="null"/> to go ahead.</summary>
    public TimeSpan? Ask()
    {
        lock (_gate)
        {
            if (_failures < policy.Threshold)
            {
                return null;
            }

            var rest = _restUntil - time.GetUtcNow();
            if (rest > TimeSpan.Zero || _isProbing)
            {
                return rest > TimeSpan.Zero ? rest : policy.Backoff;
            }

            _isProbing = true;
            return null;
        }
    }

    /// <summary>An attempt went well.</summary>
    /// <returns>Whether this has closed it.</returns>
    public bool Succeed()
    {
        lock (_gate)
        {
            var wasOpen = _failures >= policy.Threshold;
            (_failures, _isProbing) = (0, false);
            return wasOpen;
        }
    }

    /// <summary>Ends an attempt that says nothing about the receiver; another one may probe it.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _isProbing = false;
        }
    }

    /// <summary>An attempt found the receiver unavailable.</summary>
    /// <returns>Whether this has opened it.</returns>
    public bool Fail()
    {
        lock (_gate)
        {
            _failures++;
            (_restUntil, _isProbing) = (time.GetUtcNow() + policy.Backoff, false);
            return _failures == policy.Threshold;
        }
    }
}
#endif

#if EXT_EVENTS
namespace Zot.Extensions.Events.Delivery;

/// <summary>
/// A circuit breaker: it opens after repeated failures of a sink, and then lets through one attempt per backoff. It is
/// shared by all deliveries of a sink.
/// </summary>
internal sealed class Breaker(RetryPolicy policy, TimeProvider time)
{
    private readonly Lock _gate = new();
    private int _failures;
    private DateTimeOffset _restUntil;
    private bool _isProbing;

    /// <summary>Indicates whether the circuit is open.</summary>
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

    /// <summary>
    /// The time of the next attempt while the circuit is open; <see cref="DateTimeOffset.MinValue"/> if it is closed.
    /// </summary>
    public DateTimeOffset NextAttempt
    {
        get
        {
            lock (_gate)
            {
                return _failures >= policy.Threshold ? _restUntil : DateTimeOffset.MinValue;
            }
        }
    }

    /// <summary>
    /// Returns the time to wait before asking again; <see langword="null"/> if the attempt may start now.
    /// </summary>
    public TimeSpan? TryAcquire()
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

    /// <summary>Records an attempt that reached the receiver, and closes the circuit.</summary>
    /// <returns>True if the circuit was open.</returns>
    public bool Succeed()
    {
        lock (_gate)
        {
            var wasOpen = _failures >= policy.Threshold;
            (_failures, _isProbing) = (0, false);
            return wasOpen;
        }
    }

    /// <summary>Ends an attempt that says nothing about the receiver; another attempt may probe it.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _isProbing = false;
        }
    }

    /// <summary>Records an attempt that found the receiver unavailable.</summary>
    /// <returns>True if this failure opened the circuit.</returns>
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

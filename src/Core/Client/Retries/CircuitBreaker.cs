namespace Zot.Client.Retries;

/// <summary>
/// A circuit breaker: it opens after consecutive failures of a server, and then lets through one attempt per delay.
/// </summary>
/// <param name="threshold">The number of consecutive failures that opens the circuit.</param>
/// <param name="delay">The time before each attempt while the circuit is open.</param>
/// <param name="time">The clock.</param>
public sealed class CircuitBreaker(int threshold, TimeSpan delay, TimeProvider time)
{
    private readonly Lock _gate = new();
    private int _failures;
    private DateTimeOffset _openUntil;
    private bool _isProbing;

    /// <summary>Indicates whether the circuit is open.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return _failures >= threshold;
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
                return _failures >= threshold ? _openUntil : DateTimeOffset.MinValue;
            }
        }
    }

    /// <summary>Acquires the right to an attempt, which ends with one of the other methods.</summary>
    /// <returns>
    /// The time until the next attempt is allowed; <see langword="null"/> if this attempt may start now.
    /// </returns>
    public TimeSpan? TryAcquire()
    {
        lock (_gate)
        {
            if (_failures < threshold)
            {
                return null;
            }

            var rest = _openUntil - time.GetUtcNow();
            if (rest > TimeSpan.Zero || _isProbing)
            {
                return rest > TimeSpan.Zero ? rest : delay;
            }

            _isProbing = true;
            return null;
        }
    }

    /// <summary>Records an attempt that reached the server, and closes the circuit.</summary>
    /// <returns>True if the circuit was open.</returns>
    public bool Succeed()
    {
        lock (_gate)
        {
            var wasOpen = _failures >= threshold;
            (_failures, _isProbing) = (0, false);
            return wasOpen;
        }
    }

    /// <summary>Records an attempt that found the server unavailable.</summary>
    /// <returns>True if this failure opened the circuit.</returns>
    public bool Fail()
    {
        lock (_gate)
        {
            _failures++;
            (_openUntil, _isProbing) = (time.GetUtcNow() + delay, false);
            return _failures == threshold;
        }
    }

    /// <summary>Ends an attempt that says nothing about the server; another attempt may probe it.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _isProbing = false;
        }
    }
}

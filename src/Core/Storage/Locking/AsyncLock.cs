using Zot.Metering;

namespace Zot.Storage.Locking;

/// <summary>A mutual-exclusion lock that waits without blocking a thread.</summary>
/// <param name="timer">Measures how long the lock was held; <see langword="null"/> to measure nothing.</param>
internal sealed class AsyncLock(LockTimer? timer = null) : IDisposable
{
    private readonly SemaphoreSlim _semaphore = new(1, 1);
    private int _waiting;

    /// <summary>Indicates whether another caller waits for the lock.</summary>
    internal bool HasWaiters => Volatile.Read(ref _waiting) > 0;

    /// <summary>Waits for the lock. Disposing the returned value releases it.</summary>
    internal async ValueTask<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        var started = timer?.Start() ?? 0;
        Interlocked.Increment(ref _waiting);
        try
        {
            await _semaphore.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        return new Turn(_semaphore, timer, started);
    }

    /// <summary>Acquires the lock if it is free; otherwise returns <see langword="null"/>.</summary>
    internal Turn? TryEnter() =>
        _semaphore.Wait(0, CancellationToken.None) ? new Turn(_semaphore, timer, timer?.Start() ?? 0) : null;

    public void Dispose() => _semaphore.Dispose();

    /// <summary>A held lock. Must be disposed exactly once.</summary>
    internal readonly struct Turn(SemaphoreSlim semaphore, LockTimer? timer, long started) : IDisposable
    {
        public void Dispose()
        {
            semaphore.Release();
            timer?.Stop(started);
        }
    }
}

using Zot.Metering;

namespace Zot.Storage;

/// <summary>One at a time, without blocking a thread.</summary>
/// <param name="timer">Who is told how long turns took; nobody by default.</param>
internal sealed class AsyncLock(LockTimer? timer = null) : IDisposable
{
    private readonly SemaphoreSlim _semaphore = new(1, 1);
    private int _waiting;

    /// <summary>Whether another caller waits for the turn.</summary>
    internal bool HasWaiters => Volatile.Read(ref _waiting) > 0;

    /// <summary>Waits for the turn, which ends with the disposal of what is returned.</summary>
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

    /// <summary>Takes the turn if it is free.</summary>
    internal Turn? TryEnter() =>
        _semaphore.Wait(0, CancellationToken.None) ? new Turn(_semaphore, timer, timer?.Start() ?? 0) : null;

    public void Dispose() => _semaphore.Dispose();

    /// <summary>A turn; disposed once.</summary>
    internal readonly struct Turn(SemaphoreSlim semaphore, LockTimer? timer, long started) : IDisposable
    {
        public void Dispose()
        {
            semaphore.Release();
            timer?.Stop(started);
        }
    }
}

namespace Zot.Storage;

/// <summary>One at a time, without blocking a thread.</summary>
internal sealed class AsyncLock : IDisposable
{
    private readonly SemaphoreSlim _semaphore = new(1, 1);

    /// <summary>Waits for the turn, which ends with the disposal of what is returned.</summary>
    internal async ValueTask<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        await _semaphore.WaitAsync(cancellationToken);
        return new Turn(_semaphore);
    }

    /// <summary>Takes the turn if it is free.</summary>
    internal Turn? TryEnter() => _semaphore.Wait(0, CancellationToken.None) ? new Turn(_semaphore) : null;

    public void Dispose() => _semaphore.Dispose();

    /// <summary>A turn; disposed once.</summary>
    internal readonly struct Turn(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}

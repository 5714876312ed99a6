namespace Zot.Storage.Locking;

/// <summary>A mutual-exclusion lock per key that waits without blocking a thread.</summary>
/// <remarks>
/// All keys share a fixed number of locks: two keys may map to the same lock and occasionally wait for each other. Keys
/// leave no state to clean up.
/// </remarks>
/// <typeparam name="TKey">A repository, or a repository and a digest.</typeparam>
/// <param name="count">The number of locks; with one, all keys share a single lock.</param>
internal sealed class AsyncLocks<TKey>(int count = 64)
    where TKey : struct
{
    private readonly AsyncLock[] _locks = [.. Enumerable.Range(0, count).Select(static _ => new AsyncLock())];

    /// <summary>Waits for the lock of the key. Disposing the returned value releases it.</summary>
    internal ValueTask<AsyncLock.Turn> EnterAsync(TKey key, CancellationToken cancellationToken) =>
        _locks[(uint)key.GetHashCode() % (uint)count].EnterAsync(cancellationToken);
}

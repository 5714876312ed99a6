namespace Zot.Storage;

/// <summary>One at a time for each key, without blocking a thread.</summary>
/// <remarks>A few locks for all keys: two that share one wait for each other now and then, which does no harm. They hold nothing to be let go of.</remarks>
/// <typeparam name="TKey">A repository, or one with a digest.</typeparam>
/// <param name="count">How many locks; one for a single turn, whatever the key.</param>
internal sealed class AsyncLocks<TKey>(int count = 64)
    where TKey : struct
{
    private readonly AsyncLock[] _locks = [.. Enumerable.Range(0, count).Select(static _ => new AsyncLock())];

    /// <summary>Waits for the turn, which ends with the disposal of what is returned.</summary>
    internal ValueTask<AsyncLock.Turn> EnterAsync(TKey key, CancellationToken cancellationToken) =>
        _locks[(uint)key.GetHashCode() % (uint)count].EnterAsync(cancellationToken);
}

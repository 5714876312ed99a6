#if EXT_EVENTS
using System.Collections.Concurrent;
using Zot.Registry;

namespace Zot.Extensions.Events.Listening;

/// <summary>
/// Serializes the changes of each repository's manifests and tags, from intent to outcome, so that its events are
/// recorded in the order of the changes. Repositories do not wait for each other.
/// </summary>
internal sealed class RepositoryLocks
{
    private readonly ConcurrentDictionary<RepositoryName, Queue> _queues = [];

    /// <summary>Acquires the lock of a repository; disposing the result releases it.</summary>
    public async ValueTask<IDisposable> EnterAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        Queue queue;
        do
        {
            queue = _queues.GetOrAdd(repository, static (name, turns) => new Queue(name, turns), this);
        }
        while (!queue.TryJoin());

        try
        {
            await queue.Gate.WaitAsync(cancellationToken);
        }
        catch
        {
            // The lock was not acquired, so that no disposal leaves the queue.
            queue.Leave();
            throw;
        }

        return queue;
    }

    private sealed class Queue(RepositoryName repository, RepositoryLocks turns) : IDisposable
    {
        private int _waiting;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        // Returns false once the queue is removed from the dictionary: the caller must get a new one.
        public bool TryJoin()
        {
            lock (Gate)
            {
                if (_waiting < 0)
                {
                    return false;
                }

                _waiting++;
                return true;
            }
        }

        public void Leave()
        {
            lock (Gate)
            {
                if (--_waiting == 0)
                {
                    _waiting = -1;
                    turns._queues.TryRemove(KeyValuePair.Create(repository, this));
                }
            }
        }

        public void Dispose()
        {
            Gate.Release();
            Leave();
        }
    }
}
#endif

#if EXT_EVENTS
using System.Collections.Concurrent;
using Zot.Registry;

namespace Zot.Extensions.Events;

/// <summary>
/// One change of a repository's names at a time, from its intent to its outcome: that is what puts the events of a
/// repository into the order in which things happened. Repositories do not wait for each other.
/// </summary>
internal sealed class RepositoryTurns
{
    private readonly ConcurrentDictionary<RepositoryName, Queue> _queues = [];

    /// <summary>Waits for the turn, which ends with the disposal of what is returned.</summary>
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
            // Whatever it is: nobody gets the turn, so nobody else leaves the queue.
            queue.Leave();
            throw;
        }

        return queue;
    }

    private sealed class Queue(RepositoryName repository, RepositoryTurns turns) : IDisposable
    {
        private int _waiting;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        // False once it has been taken out of the dictionary: then there is another one.
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

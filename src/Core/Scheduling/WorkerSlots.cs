namespace Zot.Scheduling;

/// <summary>
/// Limits the number of concurrent jobs; waiting jobs are admitted by priority, then in order of arrival.
/// </summary>
internal sealed class WorkerSlots(int count)
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<TaskCompletionSource, (int Urgency, long Turn)> _waiting = new();
    private int _free = count;
    private long _turns;

    /// <summary>The number of free slots.</summary>
    internal int Free
    {
        get
        {
            lock (_lock)
            {
                return _free;
            }
        }
    }

    /// <summary>Returns the number of waiting jobs of a priority.</summary>
    internal int Waiting(JobPriority priority)
    {
        lock (_lock)
        {
            return _waiting.UnorderedItems.Count(
                job => job.Priority.Urgency == -(int)priority && !job.Element.Task.IsCompleted);
        }
    }

    internal async ValueTask EnterAsync(JobPriority priority, CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        lock (_lock)
        {
            if (_free > 0)
            {
                _free--;
                return;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn, (-(int)priority, _turns++));
        }

        await using var gone = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        await turn.Task;
    }

    internal void Leave()
    {
        lock (_lock)
        {
            while (_waiting.TryDequeue(out var next, out _))
            {
                if (next.TrySetResult())
                {
                    return;
                }
            }

            _free++;
        }
    }
}

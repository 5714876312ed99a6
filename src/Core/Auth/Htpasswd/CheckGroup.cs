namespace Zot.Auth.Htpasswd;

/// <summary>
/// The pending checks of a group of a <see cref="CheckQueue"/>, by user. Protected by the lock of the queue.
/// </summary>
/// <param name="name">The name of the group.</param>
internal sealed class CheckGroup(string name)
{
    private readonly Dictionary<string, Queue<CheckJob>> _lanes = new(StringComparer.Ordinal);
    private readonly Queue<string> _turns = new();

    /// <summary>The name of the group.</summary>
    public string Name { get; } = name;

    /// <summary>Indicates whether no check is pending.</summary>
    public bool IsEmpty => _turns.Count == 0;

    /// <summary>Adds a check to the lane of a user.</summary>
    public void Add(string user, CheckJob job)
    {
        if (!_lanes.TryGetValue(user, out var jobs))
        {
            _lanes.Add(user, jobs = new Queue<CheckJob>());
            _turns.Enqueue(user);
        }

        jobs.Enqueue(job);
    }

    /// <summary>Dequeues a check of the next user, round robin.</summary>
    /// <returns>The check; <see langword="null"/> if all checks of that user were canceled.</returns>
    public CheckJob? Take()
    {
        var user = _turns.Dequeue();
        var jobs = _lanes[user];
        var next = NextOf(jobs);
        if (jobs.Count > 0)
        {
            _turns.Enqueue(user);
        }
        else
        {
            _lanes.Remove(user);
        }

        return next;
    }

    private static CheckJob? NextOf(Queue<CheckJob> jobs)
    {
        while (jobs.TryDequeue(out var job))
        {
            if (!job.IsDropped)
            {
                return job;
            }
        }

        return null;
    }
}

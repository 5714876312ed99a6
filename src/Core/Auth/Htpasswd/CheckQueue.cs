namespace Zot.Auth.Htpasswd;

/// <summary>Runs slow checks, as many at once as there are processors, in lanes that take turns.</summary>
/// <remarks>
/// A user has a lane, and all unknown users share one: whoever guesses delays those in the same lane. So that nobody can tell by
/// the delay in which lane a guess was, a failure is reported only when all that arrived earlier has been decided.
/// </remarks>
internal sealed class CheckQueue(int slots)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<CheckJob>> _lanes = new(StringComparer.Ordinal);
    private readonly Queue<string> _turns = new();
    private readonly LinkedList<CheckJob> _undecided = new();
    private int _running;

    /// <summary>Runs a check off the caller's thread.</summary>
    /// <param name="lane">The name of the user; empty for unknown users.</param>
    /// <param name="check">The check.</param>
    /// <param name="cancellationToken">The request: a check that has not begun is dropped with it.</param>
    public async Task<bool> RunAsync(string lane, Func<bool> check, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var job = new CheckJob(check);
        lock (_gate)
        {
            _undecided.AddLast(job);
            if (!_lanes.TryGetValue(lane, out var jobs))
            {
                _lanes.Add(lane, jobs = new Queue<CheckJob>());
                _turns.Enqueue(lane);
            }

            jobs.Enqueue(job);
            StartMore();
        }

        await using (cancellationToken.UnsafeRegister(_ => Drop(job), null))
        {
            return await job.Outcome.Task;
        }
    }

    // Within the gate. A lane that has had its turn goes to the end.
    private void StartMore()
    {
        while (_running < slots && _turns.TryDequeue(out var lane))
        {
            var jobs = _lanes[lane];
            if (NextOf(jobs) is { } job)
            {
                _running++;
                job.HasBegun = true;
                _ = Task.Run(() => Run(job));
            }

            if (jobs.Count > 0)
            {
                _turns.Enqueue(lane);
            }
            else
            {
                _lanes.Remove(lane);
            }
        }
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

    private void Run(CheckJob job)
    {
        Exception? fault = null;
        try
        {
            job.Matches = job.Check();
        }
        catch (Exception cause)
        {
            // A check of one user must not end the turns of the others.
            fault = cause;
        }

        lock (_gate)
        {
            _running--;
            job.IsDecided = true;
            if (fault is not null)
            {
                job.Outcome.TrySetException(fault);
            }
            else if (job.Matches)
            {
                job.Outcome.TrySetResult(true);
            }

            Report();
            StartMore();
        }
    }

    private void Drop(CheckJob job)
    {
        lock (_gate)
        {
            job.Outcome.TrySetCanceled();
            if (!job.HasBegun)
            {
                (job.IsDropped, job.IsDecided) = (true, true);
                Report();
            }
        }
    }

    private void Report()
    {
        while (_undecided.First is { Value.IsDecided: true } first)
        {
            _undecided.RemoveFirst();
            first.Value.Outcome.TrySetResult(first.Value.Matches);
        }
    }
}

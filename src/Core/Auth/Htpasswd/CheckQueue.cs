using System.Globalization;
using Zot.Registry;

namespace Zot.Auth.Htpasswd;

/// <summary>Runs slow checks with limited concurrency; groups and lanes are scheduled round robin.</summary>
/// <remarks>
/// Each client is a group, and each user a lane in it; all unknown users share one group. A guess delays only the
/// checks in the same lane, and however many names a client guesses, its group gets one slot per round. A failure is
/// reported only after all earlier checks are decided, so that the delay does not reveal the lane of a guess. A check
/// is pending until its result is reported, and a client may have as many pending checks of unknown users as of known
/// ones: the limits do not reveal it either.
/// </remarks>
internal sealed class CheckQueue(int slots)
{
    /// <summary>The maximum number of pending checks.</summary>
    public const int MaxPending = 1024;

    /// <summary>The maximum number of pending checks of one client.</summary>
    public const int MaxPendingOfClient = 128;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, CheckGroup> _groups = new(StringComparer.Ordinal);
    private readonly Queue<CheckGroup> _turns = new();
    private readonly LinkedList<CheckJob> _pending = new();
    private readonly Dictionary<string, int> _pendingOfClients = new(StringComparer.Ordinal);
    private int _running;

    /// <summary>Runs a check on a thread of the pool.</summary>
    /// <param name="lane">The client and the user.</param>
    /// <param name="check">The check.</param>
    /// <param name="cancellationToken">Cancels a check that has not started.</param>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.TooManyLogins"/> if too many checks are pending.
    /// </exception>
    public async Task<bool> RunAsync(CheckLane lane, Func<bool> check, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var job = new CheckJob(lane.Client, check);
        lock (_gate)
        {
            Add(job);
            if (!_groups.TryGetValue(lane.Group, out var group))
            {
                _groups.Add(lane.Group, group = new CheckGroup(lane.Group));
                _turns.Enqueue(group);
            }

            group.Add(lane.User, job);
            StartMore();
        }

        await using (cancellationToken.UnsafeRegister(_ => Drop(job), null))
        {
            return await job.Outcome.Task;
        }
    }

    // Requires the lock.
    private void Add(CheckJob job)
    {
        var ofClient = _pendingOfClients.GetValueOrDefault(job.Client);
        var isClientFull = job.Client.Length > 0 && ofClient >= MaxPendingOfClient;
        if (isClientFull || _pending.Count >= MaxPending)
        {
            var limit = isClientFull ? MaxPendingOfClient : MaxPending;
            throw RegistryError.TooManyLogins.With(
                "limit", limit.ToString(CultureInfo.InvariantCulture), "too many password checks are pending");
        }

        _pendingOfClients[job.Client] = ofClient + 1;
        _pending.AddLast(job);
    }

    // Requires the lock.
    private void Remove(CheckJob job)
    {
        _pending.Remove(job);
        if (--_pendingOfClients[job.Client] == 0)
        {
            _pendingOfClients.Remove(job.Client);
        }
    }

    // Requires the lock. A group moves to the end of the queue after a check of it was started.
    private void StartMore()
    {
        while (_running < slots && _turns.TryDequeue(out var group))
        {
            if (group.Take() is { } job)
            {
                _running++;
                job.HasBegun = true;
                _ = Task.Run(() => Run(job));
            }

            if (group.IsEmpty)
            {
                _groups.Remove(group.Name);
            }
            else
            {
                _turns.Enqueue(group);
            }
        }
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
            // A failing check must not stop the checks of other users.
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
                Remove(job);
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
        while (_pending.First is { Value.IsDecided: true } first)
        {
            Remove(first.Value);
            first.Value.Outcome.TrySetResult(first.Value.Matches);
        }
    }
}

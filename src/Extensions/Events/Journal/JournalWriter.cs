#if EXT_EVENTS
using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Zot.Extensions.Events;

/// <summary>
/// The one writer of the journal, which commits together what many requests want written: a commit costs about the same for
/// one as for a hundred.
/// </summary>
/// <remarks>
/// Where a commit waits for the disk, a thread of its own does so. Where it does not, it is shorter than the way to another
/// thread and back: then whoever finds nobody writing does it, for all who have come meanwhile.
/// </remarks>
internal sealed class JournalWriter : IDisposable
{
    private const int MaxGroup = 1024;

    private readonly ConcurrentQueue<JournalWork> _queue = new();
    private readonly Lock _turn = new();
    private readonly object _signal = new(); // Monitor has what Lock has not: to wait
    private readonly SqliteConnection _connection;
    private readonly JournalStatements _statements;
    private readonly TimeProvider _time;
    private readonly Action _written;
    private readonly Action<TimeSpan> _committed;
    private readonly Thread? _thread;
    private bool _isClosing;
    private bool _isClosed;

    /// <param name="connection">The connection; from now on only this object uses it, and disposes it.</param>
    /// <param name="isDurable">Whether a commit waits for the disk.</param>
    /// <param name="time">The clock that times commits.</param>
    /// <param name="written">Is called after each group.</param>
    /// <param name="committed">Is told how long the commit of a group took.</param>
    public JournalWriter(SqliteConnection connection, bool isDurable, TimeProvider time, Action written, Action<TimeSpan> committed)
    {
        _connection = connection;
        _statements = new JournalStatements(connection);
        (_time, _written, _committed) = (time, written, committed);
        if (isDurable)
        {
            _thread = new Thread(Run) { IsBackground = true, Name = "event journal" };
            _thread.Start();
        }
    }

    /// <summary>Does something within a group.</summary>
    /// <returns>Its result, once the group is committed.</returns>
    /// <exception cref="JournalException">The group could not be written; nothing of it was.</exception>
    public Task<long> WriteAsync(Func<JournalStatements, long> action)
    {
        var work = new JournalWork(action);
        _queue.Enqueue(work);
        if (!WakeThread())
        {
            WriteGroup();
        }

        return work.Done;
    }

    /// <summary>Does something while nothing is written.</summary>
    public void Alone(Action action)
    {
        lock (_turn)
        {
            action();
        }

        WriteGroup();
    }

    /// <summary>Writes what is queued, and ends.</summary>
    public void Dispose()
    {
        lock (_signal)
        {
            _isClosing = true;
            Monitor.Pulse(_signal);
        }

        _thread?.Join();
        lock (_turn)
        {
            CommitGroup();
            _isClosed = true;
            _statements.Dispose();
            _connection.Dispose();
        }

        // Who came in this moment is told that it is closed.
        WriteGroup();
    }

    private bool WakeThread()
    {
        if (_thread is null)
        {
            return false;
        }

        lock (_signal)
        {
            Monitor.Pulse(_signal);
            return !_isClosing;
        }
    }

    private void Run()
    {
        while (true)
        {
            lock (_signal)
            {
                while (_queue.IsEmpty && !_isClosing)
                {
                    Monitor.Wait(_signal);
                }
            }

            if (_queue.IsEmpty)
            {
                return;
            }

            lock (_turn)
            {
                CommitGroup();
            }
        }
    }

    // Who finds the turn taken leaves: whoever has it looks again once it is free. One group, then others may have the thread.
    private void WriteGroup()
    {
        if (!_turn.TryEnter())
        {
            return;
        }

        try
        {
            CommitGroup();
        }
        finally
        {
            _turn.Exit();
        }

        if (!_queue.IsEmpty)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static writer => writer.WriteGroup(), this, preferLocal: false);
        }
    }

    private void CommitGroup()
    {
        var group = new List<JournalWork>();
        while (group.Count < MaxGroup && _queue.TryDequeue(out var work))
        {
            group.Add(work);
        }

        if (group.Count > 0)
        {
            Commit(group);
        }
    }

    private void Commit(List<JournalWork> group)
    {
        if (_isClosed)
        {
            group.ForEach(static work => work.Fail(new JournalException("the event journal is closed")));
            return;
        }

        if (TryCommit(group) is not { } cause)
        {
            _written();
            return;
        }

        // One whose statements fail must not fail the others, which are written one by one then.
        if (group.Count == 1)
        {
            group[0].Fail(cause);
            return;
        }

        foreach (var work in group)
        {
            if (TryCommit([work]) is { } failure)
            {
                work.Fail(failure);
            }
        }

        _written();
    }

    private Exception? TryCommit(List<JournalWork> group)
    {
        try
        {
            _statements.Begin();
            group.ForEach(work => work.Do(_statements));
            var start = _time.GetTimestamp();
            _statements.Commit();
            _committed(_time.GetElapsedTime(start));
        }
        catch (Exception cause)
        {
            // Whatever it is, those who wait have to be told; the next group may fare better.
            _statements.Rollback();
            return cause;
        }

        group.ForEach(static work => work.Complete());
        return null;
    }
}
#endif

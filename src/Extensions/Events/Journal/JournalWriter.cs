#if EXT_EVENTS
using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Zot.Extensions.Events.Journal;

/// <summary>
/// The single writer of the journal. It groups the writes of concurrent requests into one commit, which costs about the
/// same for one write as for a hundred.
/// </summary>
/// <remarks>
/// If commits wait for the disk, a dedicated thread runs them. If they do not, a commit is faster than switching to
/// another thread and back: then the first caller to acquire the lock commits for all callers
/// that queued in the meantime.
/// </remarks>
internal sealed class JournalWriter : IDisposable
{
    private const int MaxGroup = 1024;

    private readonly ConcurrentQueue<JournalWork> _queue = new();
    private readonly Lock _turn = new();
    private readonly object _signal = new(); // Monitor supports waiting, Lock does not
    private readonly SqliteConnection _connection;
    private readonly JournalStatements _statements;
    private readonly TimeProvider _time;
    private readonly Action _written;
    private readonly Action<TimeSpan> _committed;
    private readonly Thread? _thread;
    private bool _isClosing;
    private bool _isClosed;

    /// <param name="connection">The connection; this object owns and disposes it.</param>
    /// <param name="isDurable">True if a commit waits for the disk.</param>
    /// <param name="time">The clock that measures commits.</param>
    /// <param name="written">Called after each group.</param>
    /// <param name="committed">Called with the duration of each commit.</param>
    public JournalWriter(
        SqliteConnection connection, bool isDurable, TimeProvider time, Action written, Action<TimeSpan> committed)
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

    /// <summary>Runs an action within a group.</summary>
    /// <returns>The result of the action, once the group is committed.</returns>
    /// <exception cref="JournalException">The write failed and was rolled back.</exception>
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

    /// <summary>Runs an action while the writer is blocked.</summary>
    public void Alone(Action action)
    {
        lock (_turn)
        {
            action();
        }

        WriteGroup();
    }

    /// <summary>Writes the queue, and stops.</summary>
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

        // Fails writes that were queued concurrently.
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

    // If the lock is taken, its holder checks the queue again after releasing it. Only one group is written per call,
    // so that a caller does not commit for others indefinitely.
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

        // A write whose statements fail must not fail the others: they are retried one by one.
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
            // Any exception must reach the waiting callers; the next group may succeed.
            _statements.Rollback();
            return cause;
        }

        group.ForEach(static work => work.Complete());
        return null;
    }
}
#endif

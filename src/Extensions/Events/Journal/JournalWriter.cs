#if EXT_EVENTS
using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Zot.Extensions.Events;

/// <summary>
/// The one writer of the journal: a thread of its own, which commits together what many requests want written. A commit
/// costs about the same for one as for a hundred.
/// </summary>
internal sealed class JournalWriter : IDisposable
{
    private const int MaxGroup = 1024;

    private readonly BlockingCollection<JournalWork> _queue = [];
    private readonly SqliteConnection _connection;
    private readonly JournalStatements _statements;
    private readonly TimeProvider _time;
    private readonly Action _written;
    private readonly Action<TimeSpan> _committed;
    private readonly Thread _thread;

    /// <param name="connection">The connection; from now on only this object uses it, and disposes it.</param>
    /// <param name="time">The clock that times commits.</param>
    /// <param name="written">Is called after each group.</param>
    /// <param name="committed">Is told how long the commit of a group took.</param>
    public JournalWriter(SqliteConnection connection, TimeProvider time, Action written, Action<TimeSpan> committed)
    {
        _connection = connection;
        _statements = new JournalStatements(connection);
        (_time, _written, _committed) = (time, written, committed);
        _thread = new Thread(Run) { IsBackground = true, Name = "event journal" };
        _thread.Start();
    }

    /// <summary>Does something within a group.</summary>
    /// <returns>Its result, once the group is committed.</returns>
    /// <exception cref="JournalException">The group could not be written; nothing of it was.</exception>
    public Task<long> WriteAsync(Func<JournalStatements, long> action)
    {
        var work = new JournalWork(action);
        try
        {
            _queue.Add(work);
        }
        catch (InvalidOperationException cause)
        {
            work.Fail(new JournalException("the event journal is closed", cause));
        }

        return work.Done;
    }

    /// <summary>Writes what is queued, and ends.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _statements.Dispose();
        _connection.Dispose();
        _queue.Dispose();
    }

    private void Run()
    {
        var group = new List<JournalWork>(MaxGroup);
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            group.Add(first);
            while (group.Count < MaxGroup && _queue.TryTake(out var more))
            {
                group.Add(more);
            }

            Commit(group);
            group.Clear();
        }
    }

    private void Commit(List<JournalWork> group)
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
            var failure = new JournalException($"the event journal cannot be written: {cause.Message}", cause);
            group.ForEach(work => work.Fail(failure));
            return;
        }

        group.ForEach(static work => work.Complete());
        _written();
    }
}
#endif

#if EXT_EVENTS
using Microsoft.Data.Sqlite;

namespace Zot.Extensions.Events.Journal;

/// <summary>
/// Checkpoints the write-ahead log in the background, since a checkpoint takes longer than a hundred commits.
/// </summary>
/// <remarks>
/// The first checkpoint runs concurrently with the writer and does nearly all of the work. The second one runs while
/// the writer is blocked, and covers the commits since: without it the log would never restart
/// and grow with every push.
/// </remarks>
internal sealed class JournalCheckpoints : IDisposable
{
    // The number of commits between checkpoints. Each commit writes a few pages of 4 KiB.
    private const int Commits = 256;

    private readonly SqliteConnection _connection;
    private readonly Action<Action> _alone;
    private readonly Lock _gate = new();
    private int _commits;
    private bool _isDisposed;

    /// <param name="writer">The connection of the writer; its automatic checkpoints are disabled.</param>
    /// <param name="connection">The connection that runs the checkpoints; this object disposes it.</param>
    /// <param name="alone">Runs an action while the writer is blocked.</param>
    public JournalCheckpoints(SqliteConnection writer, SqliteConnection connection, Action<Action> alone)
    {
        (_connection, _alone) = (connection, alone);
        using var command = writer.CreateCommand();
        command.CommandText = "PRAGMA wal_autocheckpoint=0";
        command.ExecuteNonQuery();
    }

    /// <summary>Counts a commit.</summary>
    public void Count()
    {
        if (Interlocked.Increment(ref _commits) % Commits == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static checkpoints => checkpoints.Write(), this, preferLocal: false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _connection.Dispose();
        }
    }

    private void Write()
    {
        // Skip this one if another checkpoint is running; the next one follows soon.
        if (!_gate.TryEnter())
        {
            return;
        }

        try
        {
            if (!_isDisposed)
            {
                Checkpoint();
                _alone(Checkpoint);
            }
        }
        catch (SqliteException)
        {
            // For example a full disk: the log keeps its content, and the next checkpoint retries.
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void Checkpoint()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        command.ExecuteNonQuery();
    }
}
#endif

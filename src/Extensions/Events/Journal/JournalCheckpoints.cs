#if EXT_EVENTS
using Microsoft.Data.Sqlite;

namespace Zot.Extensions.Events;

/// <summary>Moves what is in the write-ahead log into the journal: it takes longer than a hundred commits.</summary>
/// <remarks>
/// First beside the writer, which is nearly all of the work. Then the little that has come meanwhile, while nothing is written:
/// else the log would never begin anew, and grow for as long as there are pushes.
/// </remarks>
internal sealed class JournalCheckpoints : IDisposable
{
    // How many commits the log may grow by. Each is a few pages of 4 KiB.
    private const int Commits = 256;

    private readonly SqliteConnection _connection;
    private readonly Action<Action> _alone;
    private readonly Lock _gate = new();
    private int _commits;
    private bool _isDisposed;

    /// <param name="writer">The connection that is to write no checkpoints any more.</param>
    /// <param name="connection">The connection that writes them instead; this object disposes it.</param>
    /// <param name="alone">Does something while nothing is written.</param>
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
        // One at a time; the next comes soon.
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
            // A full disk, for example: nothing is lost, and the next one tries again.
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

using Microsoft.Extensions.Logging;
using Zot.Registry;

namespace Zot.Storage.Indexing;

/// <summary>Schedules when the journal of a repository is folded into its <c>index.json</c>.</summary>
/// <remarks>Soon after a change, but at a low cost: the longer folding takes, the longer the delay.</remarks>
internal sealed partial class IndexFolding : IDisposable
{
    // Folding may take one twentieth of the time.
    private const int CostFactor = 20;

    private static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(5);

    private readonly RepositoryName _repository;
    private readonly StoreContext _store;
    private readonly ILogger _logger;
    private readonly Func<CancellationToken, ValueTask> _fold;
    private ITimer? _timer;
    private TimeSpan _lastCost;
    private int _isScheduled;

    internal IndexFolding(
        RepositoryName repository, StoreContext store, ILogger logger, Func<CancellationToken, ValueTask> fold) =>
        (_repository, _store, _logger, _fold) = (repository, store, logger, fold);

    /// <summary>Schedules a fold.</summary>
    internal void Request()
    {
        var delay = _lastCost * CostFactor;
        Request(delay < Soonest ? Soonest : delay > Latest ? Latest : delay);
    }

    public void Dispose() => _timer?.Dispose();

    private void Request(TimeSpan delay)
    {
        if (Interlocked.Exchange(ref _isScheduled, 1) == 0)
        {
            // Most repositories are only read, and need no timer.
            _timer ??= _store.Time.CreateTimer(
                static folding => _ = ((IndexFolding)folding!).FoldAsync(),
                this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(delay, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task FoldAsync()
    {
        if (_store.Stopping.IsCancellationRequested)
        {
            return;
        }

        Volatile.Write(ref _isScheduled, 0);
        var start = _store.Time.GetTimestamp();
        try
        {
            await _fold(_store.Stopping);
        }
        catch (OperationCanceledException) when (_store.Stopping.IsCancellationRequested)
        {
            return;
        }
        catch (Exception cause)
        {
            // Nothing is lost: the journal holds all changes, and a retry follows. A full disk must not terminate the
            // process.
            LogNotFolded(cause, _repository.ToString());
            Request(Latest);
        }

        _lastCost = _store.Time.GetElapsedTime(start);
    }

    [LoggerMessage(4002, LogLevel.Error, "failed to write index.json, changes stay in the journal: {Repository}")]
    private partial void LogNotFolded(Exception cause, string repository);
}

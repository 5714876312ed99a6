using Microsoft.Extensions.Logging;
using Zot.Registry;

namespace Zot.Metadata.Content;

/// <summary>Keeps the index in sync with the content of the registry.</summary>
/// <remarks>
/// Changes are recorded as they happen. Once a second, the current state of the changed objects is read and written
/// together with the version of the repository. A repository whose version differs from the index is read completely:
/// after a crash, and after another process has written it.
/// </remarks>
internal sealed partial class ContentIndexer : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly PendingContent _pending = new();
    private readonly HashSet<RepositoryName> _unsure = [];
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly IContentFeed _feed;
    private readonly IMetadataStore _store;
    private readonly ContentUpdates _updates;
    private readonly ILogger _logger;
    private readonly PeriodicTimer _timer;
    private readonly Task _writing;
    private bool _isFailing;
    private int _failed;

    internal ContentIndexer(
        IContentFeed feed, IRegistryReader content, IMetadataStore store, TimeProvider time, ILogger logger)
    {
        (_feed, _store, _logger) = (feed, store, logger);
        _updates = new ContentUpdates(new ManifestRecordReader(content, logger), store, time);
        _timer = new PeriodicTimer(Period, time);
        feed.Subscribe(_pending.Handle);
        _writing = KeepWritingAsync();
    }

    /// <summary>The number of repositories that are pending or being written.</summary>
    internal int Pending => _pending.Count + (_turn.CurrentCount == 0 ? 1 : 0);

    /// <summary>Gets the number of repositories whose last read failed.</summary>
    internal int Failed => Volatile.Read(ref _failed);

    /// <summary>Updates all repositories with recorded changes.</summary>
    internal async Task WriteAsync(CancellationToken cancellationToken)
    {
        foreach (var repository in _pending.Repositories)
        {
            await WriteAsync(repository, cancellationToken);
        }

        // Another caller may have taken changes that it has not written yet.
        await _turn.WaitAsync(cancellationToken);
        _turn.Release();
    }

    /// <summary>Updates a repository if it has recorded changes.</summary>
    internal async Task WriteAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_pending.Take(repository) is { } changes)
            {
                await WriteAsync(repository, changes, cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Updates a repository, even if another process has changed it.</summary>
    internal async Task RefreshAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        // A repository in memory is compared with the disk and reported if changed; a missing one is not.
        if (await _feed.ListAsync(repository, cancellationToken) is null)
        {
            _pending.Invalidate(repository);
        }

        await WriteAsync(repository, cancellationToken);
    }

    /// <summary>Reads a repository completely, regardless of recorded changes.</summary>
    internal Task ReadAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        _pending.Invalidate(repository);
        return WriteAsync(repository, cancellationToken);
    }

    /// <summary>Stops writing. Changes that are not written yet are found by version at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _stopping.CancelAsync();
        await _writing;
        _stopping.Dispose();
        _turn.Dispose();
    }

    private async Task KeepWritingAsync()
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(_stopping.Token))
            {
                await TryWriteAsync();
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Changes that are not written yet are found by version at the next start.
        }
    }

    private async Task TryWriteAsync()
    {
        try
        {
            await WriteAsync(_stopping.Token);
        }
        catch (Exception cause) when (!_stopping.IsCancellationRequested)
        {
            // This loop writes the index for all repositories: a failure of one must not end it.
            LogFailed(cause);
        }
    }

    private async Task WriteAsync(
        RepositoryName repository, RepositoryChanges changes, CancellationToken cancellationToken)
    {
        var isWritten = false;
        try
        {
            await UpdateAsync(repository, changes, cancellationToken);
            isWritten = true;
            SetUnsure(repository, isUnsure: false);
            _isFailing = false;
        }
        catch (MetadataStoreException cause)
        {
            if (!_isFailing)
            {
                _isFailing = true;
                LogNotWritten(cause);
            }
        }
        catch (Exception cause)
            when (cause is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The other repositories must still be indexed. There is no notification when this one becomes readable:
            // it is retried when it is read or changed next, and in the next sweep.
            isWritten = true;
            if (SetUnsure(repository, isUnsure: true))
            {
                LogNotRead(cause, repository.ToString());
            }
        }
        finally
        {
            if (!isWritten)
            {
                _pending.Return(repository, changes);
            }
        }
    }

    private bool SetUnsure(RepositoryName repository, bool isUnsure)
    {
        var isChanged = isUnsure ? _unsure.Add(repository) : _unsure.Remove(repository);
        Volatile.Write(ref _failed, _unsure.Count);
        return isChanged;
    }

    private async Task UpdateAsync(
        RepositoryName repository, RepositoryChanges changes, CancellationToken cancellationToken)
    {
        var isWhole = changes.IsAnything || _unsure.Contains(repository)
            || (changes.Loaded is { } loaded && loaded != await _store.FindVersionAsync(repository, cancellationToken));
        if (!isWhole && changes.IsEmpty)
        {
            return;
        }

        if (await _feed.ListAsync(repository, cancellationToken) is not { } listing)
        {
            await _store.RemoveAsync(repository, cancellationToken);
            return;
        }

        var update = isWhole
            ? await _updates.WholeAsync(repository, listing, cancellationToken)
            : await _updates.ChangedAsync(repository, listing, changes, cancellationToken);
        await _store.WriteAsync(update, cancellationToken);
        _pending.Complete(repository, update.Version);
    }

    [LoggerMessage(4047, LogLevel.Error, "failed to write content to the metadata index, retrying every second")]
    private partial void LogNotWritten(Exception cause);

    [LoggerMessage(4091, LogLevel.Error, "failed to update the metadata index, retrying every second")]
    private partial void LogFailed(Exception cause);

    [LoggerMessage(4048, LogLevel.Warning,
        "failed to read repository into the metadata index, keeping its previous entries: {Repository}")]
    private partial void LogNotRead(Exception cause, string repository);
}

using Microsoft.Extensions.Logging;
using Zot.Metadata.Content;
using Zot.Metadata.Queries;
using Zot.Registry;
using Zot.Scheduling;

namespace Zot.Metadata;

/// <summary>The index in a database. Statistics are written once a second, content as soon as it is queried.</summary>
/// <remarks>
/// A crash of the process may lose the last second of pulls and push times; push times are also known from file times.
/// </remarks>
public sealed partial class MetadataIndex : IMetadataIndex
{
    // The number of repositories that are compared with the content at a time.
    private const int PageLength = 1000;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly IMetadataStore _store;
    private readonly PendingStatistics _pending;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly PeriodicTimer _timer;
    private readonly Task _writing;
    private ContentIndexer? _indexer;
    private bool _isFailing;

    /// <summary>Opens the index.</summary>
    /// <param name="store">The database, which is disposed with the index.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log of failures.</param>
    public MetadataIndex(IMetadataStore store, TimeProvider time, ILogger<MetadataIndex> logger)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(time);
        (_store, _logger, _time) = (store, logger, time);
        _pending = new PendingStatistics(time);
        Queries = new CurrentQueries(store.Queries, CatchUpAsync);
        _timer = new PeriodicTimer(Period, time);
        _writing = KeepWritingAsync();
    }

    /// <inheritdoc/>
    public DateTimeOffset? Since => _store.Since;

    /// <inheritdoc/>
    public IMetadataQueries Queries { get; }

    /// <inheritdoc/>
    public int FailedRepositories => _indexer?.Failed ?? 0;

    /// <inheritdoc/>
    public void NotePull(RepositoryName repository, Digest manifest) =>
        _pending.Note(repository, manifest, static (change, now) => change.Pull(now));

    /// <inheritdoc/>
    public void NotePush(RepositoryName repository, Digest manifest, string? caller) =>
        _pending.Note(repository, manifest, (change, now) => change.Push(now, caller));

    /// <inheritdoc/>
    public void NoteTagging(RepositoryName repository, Digest manifest, string? caller) =>
        _pending.Note(repository, manifest, (change, now) => change.Tag(now, caller));

    /// <inheritdoc/>
    public void NoteDeletion(RepositoryName repository, Digest manifest) =>
        _pending.Note(repository, manifest, static (_, _) => StatisticsChange.Forgotten);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<Digest, ManifestStatistics>> ReadAsync(
        RepositoryName repository, CancellationToken cancellationToken)
    {
        await WriteAsync(cancellationToken);
        return await _store.ReadStatisticsAsync(repository, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask ReplaceAsync(
        RepositoryName repository,
        IReadOnlyDictionary<Digest, DateTimeOffset> manifests,
        DateTimeOffset asOf,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        await WriteAsync(cancellationToken);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var known = await _store.ReadStatisticsAsync(repository, cancellationToken);
            var changes = StatisticsReplacement.Changes(repository, known, manifests, asOf);
            if (changes.Count > 0)
            {
                await _store.WriteAsync(changes, cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public IJobSource Follow(IContentFeed feed, IRegistryReader content)
    {
        _indexer = new ContentIndexer(feed, content, _store, _time, _logger);
        return new ContentIndexJobs(
            feed, _indexer,
            (after, cancellationToken) => _store.ListVersionsAsync(after, PageLength, cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask<RepositoryRecord?> FindRepositoryAsync(
        RepositoryName repository, CancellationToken cancellationToken)
    {
        if (_indexer is not null)
        {
            await _indexer.RefreshAsync(repository, cancellationToken);
        }

        return await _store.FindRepositoryAsync(repository, cancellationToken);
    }

    /// <inheritdoc/>
    public ContentCounts Count() =>
        _store.Count() with { Pending = _indexer?.Pending ?? 0, Failed = FailedRepositories };

    /// <summary>Adds data of another registry before the first request, atomically and once per source.</summary>
    /// <returns>
    /// The number of manifests and tags added; <see langword="null"/> if the source was imported before.
    /// </returns>
    /// <exception cref="IOException">The index cannot be written.</exception>
    public (int Manifests, int Tags)? Import(string source, Func<IEnumerable<ImportedRepository>> read) =>
        _store.Import(source, read);

    /// <summary>Writes pending changes and closes the database.</summary>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _writing;
        if (_indexer is not null)
        {
            await _indexer.DisposeAsync();
        }

        await _store.DisposeAsync();
        _turn.Dispose();
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(cancellationToken);
        if (_indexer is not null)
        {
            await _indexer.WriteAsync(cancellationToken);
        }
    }

    private async Task KeepWritingAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            await TryWriteAsync();
        }

        await TryWriteAsync();
    }

    private async Task TryWriteAsync()
    {
        try
        {
            await WriteAsync(CancellationToken.None);
        }
        catch (Exception cause)
        {
            // This loop writes the statistics of all repositories, and shutdown waits for it: no failure may end it.
            LogFailed(cause);
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var changes = _pending.Take();
            if (changes.Count > 0)
            {
                await WriteAsync(changes);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task WriteAsync(Dictionary<(RepositoryName Repository, Digest Manifest), StatisticsChange> changes)
    {
        try
        {
            await _store.WriteAsync(changes, CancellationToken.None);
            _isFailing = false;
        }
        catch (MetadataStoreException cause)
        {
            _pending.Return(changes);
            if (!_isFailing)
            {
                _isFailing = true;
                LogNotWritten(cause);
            }
        }
    }

    [LoggerMessage(4092, LogLevel.Error, "failed to write statistics to the metadata index")]
    private partial void LogFailed(Exception cause);

    [LoggerMessage(4041, LogLevel.Error, "failed to write statistics to the metadata index, retrying every second")]
    private partial void LogNotWritten(Exception cause);
}

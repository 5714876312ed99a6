using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Zot.Registry;

namespace Zot.Metadata.Sqlite;

/// <summary>The index in a database file of the data directory, written once a second.</summary>
/// <remarks>
/// A crash of the process may lose the last second of pulls and push times; push times are also known from file times.
/// </remarks>
public sealed partial class SqliteMetadataIndex : IMetadataIndex
{
    /// <summary>The path of the index below the data directory, in a directory that cannot be a repository.</summary>
    public const string Path = "_metadata/index.db";

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly IndexDatabase _database;
    private readonly PendingStatistics _pending;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly PeriodicTimer _timer;
    private readonly Task _writing;
    private bool _isFailing;

    /// <summary>Opens the index and creates it if it is missing.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log of a damaged index and of write failures.</param>
    /// <exception cref="InvalidOperationException">The index was written by a later version.</exception>
    /// <exception cref="IOException">The index cannot be opened.</exception>
    public SqliteMetadataIndex(string directory, TimeProvider time, ILogger<SqliteMetadataIndex> logger)
    {
        ArgumentNullException.ThrowIfNull(time);
        (_logger, _time) = (logger, time);
        _pending = new PendingStatistics(time);
        try
        {
            var connection = new SqliteFile(System.IO.Path.Combine(directory, Path), IndexSchema.Create, IndexSchema.Version)
                .Open(isDurable: false, time, LogMovedAside);
            (_database, _content) = (new IndexDatabase(connection), new ContentTables(connection, _gate));
            Since = ReadSince();
        }
        catch (SqliteException cause)
        {
            throw new IOException($"failed to open the metadata index {Path}: {cause.Message}", cause);
        }

        _timer = new PeriodicTimer(Period, time);
        _writing = KeepWritingAsync();
    }

    /// <inheritdoc/>
    public DateTimeOffset? Since { get; private set; }

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
    public ValueTask<IReadOnlyDictionary<Digest, ManifestStatistics>> ReadAsync(
        RepositoryName repository, CancellationToken cancellationToken)
    {
        Write();
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyDictionary<Digest, ManifestStatistics>>(_database.Read(repository));
        }
    }

    /// <inheritdoc/>
    public ValueTask ReplaceAsync(
        RepositoryName repository, IReadOnlyDictionary<Digest, DateTimeOffset> manifests, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        Write();
        lock (_gate)
        {
            var known = _database.Read(repository);
            Dictionary<(RepositoryName, Digest), StatisticsChange> changes = [];
            foreach (var (manifest, statistics) in known)
            {
                if (!manifests.ContainsKey(manifest) && !(statistics.Pushed >= asOf || statistics.LastPulled >= asOf))
                {
                    changes[(repository, manifest)] = StatisticsChange.Forgotten;
                }
            }

            foreach (var (manifest, pushed) in manifests)
            {
                if (known.GetValueOrDefault(manifest)?.Pushed is null)
                {
                    changes[(repository, manifest)] = default(StatisticsChange).Push(pushed, caller: null);
                }
            }

            if (changes.Count > 0)
            {
                _database.Write(changes);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Writes pending changes and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _writing;
        if (_indexer is not null)
        {
            await _indexer.DisposeAsync();
        }

        _database.Dispose();
    }

    private DateTimeOffset ReadSince() => _database.Fact("since", _time.GetUtcNow());

    private async Task KeepWritingAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            TryWrite();
        }

        TryWrite();
    }

    private void TryWrite()
    {
        try
        {
            Write();
        }
        catch (Exception cause)
        {
            // This loop writes the statistics of all repositories, and shutdown waits for it: no failure may end it.
            LogFailed(cause);
        }
    }

    private void Write()
    {
        lock (_gate)
        {
            var changes = _pending.Take();
            if (changes.Count == 0)
            {
                return;
            }

            try
            {
                _database.Write(changes);
                _isFailing = false;
            }
            catch (SqliteException cause)
            {
                _pending.Return(changes);
                if (!_isFailing)
                {
                    _isFailing = true;
                    LogNotWritten(cause);
                }
            }
        }
    }

    [LoggerMessage(4040, LogLevel.Error, "metadata index was damaged and moved aside, pull statistics were lost: {Path}")]
    private partial void LogMovedAside(Exception cause, string path);

    [LoggerMessage(4092, LogLevel.Error, "failed to write statistics to the metadata index")]
    private partial void LogFailed(Exception cause);

    [LoggerMessage(4041, LogLevel.Error, "failed to write statistics to the metadata index, retrying every second")]
    private partial void LogNotWritten(Exception cause);
}

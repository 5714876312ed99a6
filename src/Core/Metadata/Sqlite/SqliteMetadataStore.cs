using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Zot.Metadata.Content;
using Zot.Metadata.Queries;
using Zot.Registry;

namespace Zot.Metadata.Sqlite;

/// <summary>The database of the index in a file of the data directory.</summary>
/// <remarks>One connection writes; queries read through connections of their own and do not wait for it.</remarks>
public sealed partial class SqliteMetadataStore : IMetadataStore
{
    /// <summary>The path of the index below the data directory, in a directory that cannot be a repository.</summary>
    public const string Path = "_metadata/index.db";

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly StatisticsTables _statistics;
    private readonly ContentTables _content;
    private readonly QueryConnections _readers;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;

    private SqliteMetadataStore(string directory, TimeProvider time, ILogger logger)
    {
        (_logger, _time) = (logger, time);
        var file = new SqliteFile(
            System.IO.Path.Combine(directory, Path), IndexSchema.Create, IndexSchema.Version, IndexSchema.Upgrade);
        _connection = file.Open(isDurable: false, time, LogMovedAside);
        (_statistics, _content) = (new StatisticsTables(_connection), new ContentTables(_connection));
        _readers = new QueryConnections(file, directory);
        Queries = new SqliteQueries(_readers, this);
        Since = ReadSince();
    }

    /// <inheritdoc/>
    public DateTimeOffset Since { get; private set; }

    /// <inheritdoc/>
    public IMetadataQueries Queries { get; }

    /// <summary>Opens the index and creates it if it is missing.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log of a damaged index and of write failures.</param>
    /// <exception cref="InvalidOperationException">The index was written by a later version.</exception>
    /// <exception cref="IOException">The index cannot be opened.</exception>
    public static MetadataIndex OpenIndex(string directory, TimeProvider time, ILogger<MetadataIndex> logger)
    {
        try
        {
            return new MetadataIndex(new SqliteMetadataStore(directory, time, logger), time, logger);
        }
        catch (SqliteException cause)
        {
            throw new IOException($"failed to open the metadata index {Path}: {cause.Message}", cause);
        }
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(
        IReadOnlyDictionary<(RepositoryName Repository, Digest Manifest), StatisticsChange> changes,
        CancellationToken cancellationToken)
    {
        Run(() => _statistics.Write(changes));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<Digest, ManifestStatistics>> ReadStatisticsAsync(
        RepositoryName repository, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<Digest, ManifestStatistics>>(Run(() => _statistics.Read(repository)));

    /// <inheritdoc/>
    public ValueTask WriteAsync(ContentUpdate update, CancellationToken cancellationToken)
    {
        Transact(transaction => ContentWriter.Write(transaction, update));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask RemoveAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        Transact(transaction => ContentWriter.Remove(transaction, repository));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RepositoryVersion>> ListVersionsAsync(
        RepositoryName? after, int count, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<RepositoryVersion>>(Run(() => _content.ReadVersions(after, count)));

    /// <inheritdoc/>
    public ValueTask<string?> FindVersionAsync(RepositoryName repository, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Run(() => _content.FindVersion(repository)));

    /// <inheritdoc/>
    public ValueTask<RepositoryRecord?> FindRepositoryAsync(
        RepositoryName repository, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Run(() => _content.Read(repository)));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Digest>> FindManifestsAsync(
        RepositoryName repository, IEnumerable<string> tags, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Digest>>(Run(() => _content.FindManifests(repository, tags)));

    /// <inheritdoc/>
    public ValueTask<bool> IsReadAsync(
        RepositoryName repository, Digest manifest, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Run(() => _content.IsRead(repository, manifest)));

    /// <inheritdoc/>
    public ContentCounts Count() => Run(_content.Count);

    /// <inheritdoc/>
    public (int Manifests, int Tags)? Import(string source, Func<IEnumerable<ImportedRepository>> read)
    {
        var count = Run(() => IndexImport.Run(_connection, source, _time.GetUtcNow(), read));
        Since = Run(ReadSince);
        return count;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _readers.Dispose();
        lock (_gate)
        {
            _connection.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Runs a statement that changes rows, and returns their number.</summary>
    internal int Execute(string sql, params (string Name, object? Value)[] values) => Run(() =>
    {
        using var command = _connection.Command(sql, values);
        return command.ExecuteNonQuery();
    });

    private DateTimeOffset ReadSince() => _statistics.Fact("since", _time.GetUtcNow());

    private void Transact(Action<SqliteTransaction> work) => Run(() =>
    {
        using var transaction = _connection.BeginTransaction();
        work(transaction);
        transaction.Commit();
    });

    private void Run(Action work) => Run(() =>
    {
        work();
        return true;
    });

    private T Run<T>(Func<T> work)
    {
        lock (_gate)
        {
            return SqliteFailure.Translate(work);
        }
    }

    [LoggerMessage(4040, LogLevel.Error,
        "metadata index was damaged and moved aside, pull statistics were lost: {Path}")]
    private partial void LogMovedAside(Exception cause, string path);
}

#if EXT_EVENTS
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Zot.Extensions.Events.Metering;
using Zot.Extensions.Events.Model;
using Zot.Hosting;

namespace Zot.Extensions.Events.Journal;

/// <summary>The event journal in a SQLite file of the data directory.</summary>
internal sealed partial class SqliteJournal : IEventJournal, IJournalQueries
{
    /// <summary>The maximum number of damaged records in quarantine.</summary>
    public const int MaxQuarantined = 10_000;

    /// <summary>The maximum number of bytes in quarantine; the newest record is always kept.</summary>
    public const long MaxQuarantinedBytes = 64 * 1024 * 1024;

    private readonly JournalReader _reader;
    private readonly JournalCheckpoints _checkpoints;
    private readonly JournalWriter _writer;
    private readonly JournalWatchers _watchers = new();
    private int _isDisposed;
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly EventMeter? _meter;

    /// <summary>Opens the journal, and creates it if it is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isDurable">True if writes must survive a crash of the machine, and not only of the process.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The logger.</param>
    /// <param name="meter">The meter of recorded events and commit durations.</param>
    /// <param name="isDiskWritable">
    /// True if the disk was writable when the registry started. If it was not, a journal that cannot be opened does not
    /// prevent the start: it can be read, and every write fails.
    /// </param>
    public SqliteJournal(
        string path, bool isDurable, TimeProvider time, ILogger logger, EventMeter? meter =
            null, bool isDiskWritable = true)
    {
        (_path, _time, _logger, _meter) = (path, time, logger, meter);
        var connection = Open(isDurable, isDiskWritable);
        IsWritable = connection is not null;
        connection ??= JournalFile.OpenUnwritable(path);
        _reader = new JournalReader(OpenReader());
        _checkpoints = new JournalCheckpoints(connection, OpenReader(), action => _writer!.Alone(action));
        _writer = new JournalWriter(connection, isDurable, time, _watchers.Notify, took =>
        {
            _checkpoints.Count();
            _meter?.Commit(took);
        });
        OpenIntents = Sound(_reader.ReadIntents());
    }

    /// <inheritdoc/>
    public bool IsWritable { get; }

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<long, Intent>> OpenIntents { get; }

    /// <inheritdoc/>
    public async ValueTask<long> BeginAsync(Intent intent)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(intent, JournalJson.Default.Intent);
        return await _writer.WriteAsync(statements => statements.Intend(body));
    }

    /// <inheritdoc/>
    public async ValueTask EndAsync(long intent, IReadOnlyList<RegistryEvent> events)
    {
        var records = JournalRecord.Of(events);
        await _writer.WriteAsync(statements =>
        {
            statements.Forget(intent);
            return AppendAll(statements, records);
        });
        _meter?.Record(events);
    }

    /// <inheritdoc/>
    public async ValueTask AppendAsync(IReadOnlyList<RegistryEvent> events)
    {
        var records = JournalRecord.Of(events);
        await _writer.WriteAsync(statements => AppendAll(statements, records));
        _meter?.Record(events);
    }

    /// <inheritdoc/>
    public async ValueTask<long> OpenSinkAsync(string sink) =>
        await _writer.WriteAsync(statements => statements.OpenSink(sink));

    /// <inheritdoc/>
    public async ValueTask<long> ForgetSinksAsync(IReadOnlyCollection<string> known) =>
        await _writer.WriteAsync(statements => statements.ForgetSinks(known));

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(
        string sink, long after, string? repository, int limit)
    {
        while (true)
        {
            var page = _reader.Read(sink, after, repository, limit);
            if (page.Damaged.Count > 0)
            {
                await QuarantineAsync(page.Damaged);
            }

            // If all records of the page were damaged, read the next page.
            if (page.Items.Count > 0 || page.Damaged.Count == 0)
            {
                return page.Items;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask FinishAsync(string sink, long sequence, long position, DeadLetter? dead) =>
        await _writer.WriteAsync(statements =>
        {
            statements.Finish(sink, sequence, position);
            if (dead is not null)
            {
                statements.AddDeadLetter(dead);
            }

            return 0;
        });

    /// <inheritdoc/>
    public long Last => _reader.Last;

    /// <inheritdoc/>
    public long Bytes => JournalFile.SizeOf(_path);

    /// <inheritdoc/>
    public string ReadManifest(long id) => _reader.ReadManifest(id);

    /// <inheritdoc/>
    public long CountQuarantined() => _reader.CountQuarantined();

    /// <inheritdoc/>
    public async ValueTask<long> TrimQuarantineAsync(DateTimeOffset before)
    {
        var count = await _writer.WriteAsync(
            statements => statements.TrimQuarantine(before, MaxQuarantined, MaxQuarantinedBytes));
        if (count > 0)
        {
            LogQuarantineTrimmed(count);
        }

        return count;
    }

    /// <inheritdoc/>
    public long CountDead(string sink) => _reader.CountDead(sink);

    /// <inheritdoc/>
    public IReadOnlyList<JournalEntry> ReadAll(long after, int limit) => Sound(_reader.ReadAll(after, limit));

    /// <inheritdoc/>
    public (long Waiting, DateTimeOffset? Oldest) WaitingFor(string sink) => _reader.WaitingFor(sink);

    /// <inheritdoc/>
    public long Size => _reader.Size;

    /// <inheritdoc/>
    public long BytesWaitingFor(string sink) => _reader.BytesWaitingFor(sink);

    /// <inheritdoc/>
    public async ValueTask<long> TrimDeadAsync(string sink, DateTimeOffset before) =>
        await _writer.WriteAsync(statements => statements.TrimDead(sink, before));

    /// <inheritdoc/>
    public IReadOnlyList<DeadLetter> ReadDead(string? sink, string? id, int limit) =>
        Sound(_reader.ReadDead(sink, id, limit));

    /// <inheritdoc/>
    public async ValueTask<long> PurgeDeadAsync(string? sink, string? id) =>
        await _writer.WriteAsync(statements => statements.PurgeDead(sink, id));

    /// <inheritdoc/>
    public async ValueTask<long> RequeueAsync(string sink, ReplaySelection selection) =>
        await _writer.WriteAsync(statements => statements.Requeue(sink, selection));

    /// <inheritdoc/>
    public IReadOnlyList<JournalEntry> ReadRequeued(string sink, int limit) => Sound(_reader.ReadRequeued(sink, limit));

    /// <inheritdoc/>
    public async ValueTask FinishRequeuedAsync(string sink, long sequence, DeadLetter? dead) =>
        await _writer.WriteAsync(statements =>
        {
            statements.FinishRequeued(sink, sequence);
            if (dead is not null)
            {
                statements.AddDeadLetter(dead);
            }

            return 0;
        });

    /// <inheritdoc/>
    public async ValueTask<long> TrimAsync(DateTimeOffset before, int limit) =>
        await _writer.WriteAsync(statements => statements.Trim(before, limit));

    /// <inheritdoc/>
    public IDisposable Watch(Action written) => _watchers.Add(written);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        // The container disposes it once per registered service type.
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _writer.Dispose();
            _checkpoints.Dispose();
            _reader.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private SqliteConnection? Open(bool isDurable, bool isDiskWritable)
    {
        try
        {
            return JournalFile.Open(_path, isDurable, _time, _logger);
        }
        catch (StartupException cause) when (!isDiskWritable && cause.InnerException is not InvalidOperationException)
        {
            LogUnwritable(cause.Message);
            return null;
        }
    }

    private SqliteConnection OpenReader() =>
        IsWritable ? JournalFile.OpenReader(_path) : JournalFile.OpenUnwritable(_path);

    private static long AppendAll(JournalStatements statements, IReadOnlyList<JournalRecord> records)
    {
        foreach (var record in records)
        {
            statements.Append(record);
        }

        return records.Count;
    }

    // Synchronous queries do not wait for the writer: damaged records are quarantined in the background.
    private IReadOnlyList<T> Sound<T>(JournalPage<T> page)
    {
        if (page.Damaged.Count > 0)
        {
            _ = TryQuarantineAsync(page.Damaged);
        }

        return page.Items;
    }

    private async Task TryQuarantineAsync(IReadOnlyList<DamagedRecord> damaged)
    {
        try
        {
            await QuarantineAsync(damaged);
        }
        catch (JournalException cause)
        {
            LogNotQuarantined(cause); // the next read finds it again
        }
    }

    private async Task QuarantineAsync(IReadOnlyList<DamagedRecord> damaged)
    {
        foreach (var record in damaged)
        {
            if (await _writer.WriteAsync(statements => statements.Quarantine(record, _time.GetUtcNow())) > 0)
            {
                LogQuarantined(record.Table, record.Number, record.Reason);
            }
        }

        await TrimQuarantineAsync(DateTimeOffset.UnixEpoch);
    }

    [LoggerMessage(5052, LogLevel.Error, "event journal is not writable, "
        + "events are not delivered and changes are rejected with 503 until the next start: {Reason}")]
    private partial void LogUnwritable(string reason);

    [LoggerMessage(5025, LogLevel.Error,
        "damaged record of the event journal was moved to quarantine: {Table} {Number}: {Reason}")]
    private partial void LogQuarantined(string table, long number, string reason);

    [LoggerMessage(5054, LogLevel.Warning,
        "damaged records were removed from the quarantine of the event journal: {Count}")]
    private partial void LogQuarantineTrimmed(long count);

    [LoggerMessage(5026, LogLevel.Error, "failed to move a damaged record of the event journal to quarantine")]
    private partial void LogNotQuarantined(Exception cause);
}
#endif

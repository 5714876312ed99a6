using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zot.Metering.Collecting;
using Zot.Registry;

namespace Zot.Metering.Sizes;

/// <summary>Measures the size of all repositories in the background, and again after changes.</summary>
/// <remarks>
/// Starts with the collector. Nothing waits for it: sizes that are not measured yet are not reported.
/// </remarks>
public sealed partial class StorageSizes : BackgroundService
{
    // Frequent changes, as during a push of many tags, are measured once per interval.
    internal static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    // Limits measuring to one tenth of the time.
    private const int RestPerWork = 9;

    // Shorter pauses are accumulated.
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(50);

    private readonly MetricsCollector _collector;
    private readonly IRepositorySizes _storage;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<RepositoryName, long> _sizes = new();
    private readonly ConcurrentDictionary<RepositoryName, bool> _changed = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private TimeSpan _worked;

    /// <param name="meter">The meter that reports the sizes.</param>
    /// <param name="collector">The collector whose start begins the measurement.</param>
    /// <param name="storage">The storage to measure.</param>
    /// <param name="feed">The changes after which a repository is measured again.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Creates the logger for failures.</param>
    public StorageSizes(
        ZotMeter meter,
        MetricsCollector collector,
        IRepositorySizes storage,
        IContentFeed feed,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(meter);
        ArgumentNullException.ThrowIfNull(feed);
        (_collector, _storage, _time) = (collector, storage, time);
        _logger = loggers.CreateLogger<StorageSizes>();
        meter.ObserveSizes(() => _sizes);
        feed.Subscribe(Handle);
    }

    // Uploads are ignored: a manifest that references the blob follows.
    private void Handle(in ContentChange change)
    {
        var mayDiffer = change.Kind is ContentChangeKind.ManifestPushed
            or ContentChangeKind.BlobDeleted
            or ContentChangeKind.RepositoryRemoved;
        if (mayDiffer && _collector.IsStarted)
        {
            _changed[change.Repository] = true;
            _wake.Writer.TryWrite(true);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await _collector.Started.WaitAsync(stoppingToken);
            await MeasureAllAsync(stoppingToken);
            await foreach (var _ in _wake.Reader.ReadAllAsync(stoppingToken))
            {
                await Task.Delay(Delay, _time, stoppingToken);
                foreach (var repository in _changed.Keys)
                {
                    _changed.TryRemove(repository, out var _);
                    await MeasureAsync(repository, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Shutting down.
        }
    }

    private async Task MeasureAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var repository in _storage.ListRepositoriesAsync(after: null, cancellationToken))
            {
                await MeasureAsync(repository, cancellationToken);
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            LogNotListed(cause);
        }
    }

    private async Task MeasureAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        try
        {
            if (await _storage.MeasureAsync(repository, cancellationToken) is { } size)
            {
                _sizes[repository] = size;
            }
            else
            {
                _sizes.TryRemove(repository, out _);
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // A repository that cannot be read keeps its last size, and the others are still measured.
            LogNotMeasured(cause, repository.ToString());
        }

        _worked += _time.GetElapsedTime(start);
        if (_worked * RestPerWork >= LeastPause)
        {
            var rest = _worked * RestPerWork;
            _worked = TimeSpan.Zero;
            await Task.Delay(rest, _time, cancellationToken);
        }
    }

    [LoggerMessage(8001, LogLevel.Warning, "failed to measure the size of repository: {Repository}")]
    private partial void LogNotMeasured(Exception cause, string repository);

    [LoggerMessage(8002, LogLevel.Warning,
        "failed to list repositories, sizes are unknown until the repositories change")]
    private partial void LogNotListed(Exception cause);
}

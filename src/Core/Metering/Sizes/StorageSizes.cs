using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zot.Registry;

namespace Zot.Metering;

/// <summary>Knows how large every repository is: measures all of them in the background, and those that change again.</summary>
/// <remarks>Begins when the collector does. Nobody waits for it: what was not measured yet is not told.</remarks>
public sealed partial class StorageSizes : BackgroundService
{
    // What changes much, as during a push of many tags, is measured once in this time.
    internal static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);

    // Measuring takes at most one tenth of the time.
    private const int RestPerWork = 9;

    // A pause shorter than that is none.
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

    /// <param name="meter">Who is told.</param>
    /// <param name="collector">Who wants to know.</param>
    /// <param name="storage">What is measured.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where failures are told.</param>
    public StorageSizes(
        ZotMeter meter, MetricsCollector collector, IRepositorySizes storage, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(meter);
        (_collector, _storage, _time) = (collector, storage, time);
        _logger = loggers.CreateLogger<StorageSizes>();
        meter.ObserveSizes(() => _sizes);
    }

    /// <summary>Has a repository measured, once it has settled.</summary>
    public void MeasureSoon(RepositoryName repository)
    {
        if (_collector.IsStarted)
        {
            _changed[repository] = true;
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
                await Task.Delay(Settle, _time, stoppingToken);
                foreach (var repository in _changed.Keys)
                {
                    _changed.TryRemove(repository, out var _);
                    await MeasureAsync(repository, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
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
            // One repository that cannot be read keeps its last size, and the others get theirs.
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

    [LoggerMessage(8001, LogLevel.Warning, "size of a repository is unknown, it cannot be read: {Repository}")]
    private partial void LogNotMeasured(Exception cause, string repository);

    [LoggerMessage(8002, LogLevel.Warning, "sizes of repositories are unknown until they change, they cannot be listed")]
    private partial void LogNotListed(Exception cause);
}

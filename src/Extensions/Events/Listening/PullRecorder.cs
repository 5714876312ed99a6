#if EXT_EVENTS
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Zot.Extensions.Events;

/// <summary>
/// Writes pulls to the journal in groups, a moment later: a pull never waits for it. When more come than can be written,
/// the newest are dropped and counted; a change is never dropped.
/// </summary>
internal sealed partial class PullRecorder : BackgroundService
{
    private const int MaxWaiting = 4096;
    private const int MaxGroup = 256;

    private readonly Channel<RegistryEvent> _waiting = Channel.CreateBounded<RegistryEvent>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    private readonly IEventJournal _journal;
    private readonly ILogger<PullRecorder> _logger;
    private long _dropped;

    public PullRecorder(IEventJournal journal, ILogger<PullRecorder> logger) => (_journal, _logger) = (journal, logger);

    /// <summary>How many pulls were dropped since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Has a pull written down.</summary>
    public void Record(RegistryEvent pull)
    {
        if (!_waiting.Writer.TryWrite(pull) && Interlocked.Increment(ref _dropped) == 1)
        {
            LogDropping();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await (ExecuteTask ?? Task.CompletedTask).WaitAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    // What waits at the stop is written, too: so it is not the token that ends this but the end of the channel.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var group = new List<RegistryEvent>(MaxGroup);
        while (await _waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (group.Count < MaxGroup && _waiting.Reader.TryRead(out var pull))
            {
                group.Add(pull);
            }

            try
            {
                await _journal.AppendAsync(group);
            }
            catch (JournalException cause)
            {
                Interlocked.Add(ref _dropped, group.Count);
                LogLost(cause, group.Count);
            }

            group.Clear();
        }
    }

    [LoggerMessage(5005, LogLevel.Warning, "more pulls than the event journal takes, some are not told of")]
    private partial void LogDropping();

    [LoggerMessage(5006, LogLevel.Error, "failed to write pulls to the event journal, they are not told of: {Count}")]
    private partial void LogLost(Exception cause, int count);
}
#endif

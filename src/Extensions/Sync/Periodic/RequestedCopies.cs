#if EXT_SYNC
using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zot.Extensions.Sync.Upstreams;
using Zot.Registry;

namespace Zot.Extensions.Sync.Periodic;

/// <summary>Copies repositories at once that an upstream registry reports as changed.</summary>
/// <param name="upstreams">The upstream registries.</param>
/// <param name="copies">Copies a repository.</param>
/// <param name="logger">The log.</param>
internal sealed partial class RequestedCopies(
    UpstreamSet upstreams, RepositoryCopies copies, ILogger<RequestedCopies> logger) : BackgroundService
{
    // Beyond that, the next periodic copy finds the changes.
    private const int MaxWaiting = 1_000;

    private readonly Channel<SyncSource> _queue = Channel.CreateBounded<SyncSource>(MaxWaiting);
    private readonly ConcurrentDictionary<(Upstream, RepositoryName), bool> _waiting = new();

    /// <summary>The number of repositories that wait.</summary>
    public int Count => _waiting.Count;

    /// <summary>Adds a repository, by its name in the upstream registries. One that waits is not added again.</summary>
    /// <returns>The number of upstream registries whose configuration includes it.</returns>
    public int Add(RepositoryName repository)
    {
        var count = 0;
        foreach (var upstream in upstreams.All)
        {
            if (upstream.Options.Content.Count == 0 || upstream.FindTarget(repository) is not { } source)
            {
                continue;
            }

            count++;
            if (_waiting.TryAdd((upstream, repository), true) && !_queue.Writer.TryWrite(source))
            {
                _waiting.TryRemove((upstream, repository), out _);
                LogFull(source.ToString(), MaxWaiting);
            }
        }

        return count;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var source in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            // Before the copy: a change during it is copied again.
            _waiting.TryRemove((source.Upstream, source.Name.Upstream), out _);
            try
            {
                await copies.CopyAsync(source, isDryRun: false, stoppingToken);
            }
            catch (Exception cause) when (!stoppingToken.IsCancellationRequested) // the next repository must be copied
            {
                LogFailed(source.ToString(), cause.Message);
            }
        }
    }

    [LoggerMessage(
        9192, LogLevel.Error, "failed to copy a repository that was reported as changed: {Repository}: {Reason}")]
    private partial void LogFailed(string repository, string reason);

    [LoggerMessage(
        9193, LogLevel.Warning, "too many repositories reported as changed, left out: {Repository}, limit: {Limit}")]
    private partial void LogFull(string repository, int limit);
}
#endif

#if EXT_SYNC
using Microsoft.Extensions.Logging;
using Zot.Client.Distribution;

namespace Zot.Extensions.Sync.Credentials;

/// <summary>Credentials of a helper, requested again before they expire.</summary>
internal sealed partial class RefreshedCredentials : IUpstreamCredentials, IDisposable
{
    // A refresh precedes each image: a helper that fails must not delay each of them.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ICredentialSource _source;
    private readonly string _helper;
    private readonly TimeSpan _margin;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private volatile ExpiringCredentials? _current;
    private DateTimeOffset _paused;

    /// <summary>Creates credentials. Requests nothing yet.</summary>
    /// <param name="source">The source.</param>
    /// <param name="helper">The name of the helper, for the log.</param>
    /// <param name="margin">The remaining life at which new credentials are requested.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public RefreshedCredentials(
        ICredentialSource source, string helper, TimeSpan margin, TimeProvider time, ILogger logger) =>
        (_source, _helper, _margin, _time, _logger) = (source, helper, margin, time, logger);

    /// <inheritdoc/>
    public RemoteCredentials? Current => _current?.Credentials;

    /// <inheritdoc/>
    public async Task RefreshAsync(CancellationToken stop)
    {
        if (IsFresh())
        {
            return;
        }

        await _gate.WaitAsync(stop);
        try
        {
            if (!IsFresh() && _time.GetUtcNow() >= _paused)
            {
                await RequestAsync(stop);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private bool IsFresh() => _current is { } current && current.Expires - _time.GetUtcNow() > _margin;

    private async Task RequestAsync(CancellationToken stop)
    {
        try
        {
            _current = await _source.RequestAsync(stop);
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            // The previous credentials stay in use, whatever a file or a server contained.
            _paused = _time.GetUtcNow() + Pause;
            LogFailed(_helper, cause.Message, cause);
        }
    }

    [LoggerMessage(9080, LogLevel.Error,
        "failed to refresh credentials for the upstream registry, the previous ones stay in use: {Helper} {Reason}")]
    private partial void LogFailed(string helper, string reason, Exception cause);
}
#endif

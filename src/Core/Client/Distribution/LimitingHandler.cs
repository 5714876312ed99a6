using System.Net;

namespace Zot.Client.Distribution;

/// <summary>Limits and counts the requests of a client: each attempt, to any host.</summary>
internal sealed class LimitingHandler : DelegatingHandler
{
    private readonly RemoteUsage _usage;
    private readonly SemaphoreSlim? _slots;
    private readonly RequestRate? _rate;
    private readonly Bandwidth? _bandwidth;
    private readonly int _maxIdleConnections;
    private int _active;

    /// <summary>Creates a handler.</summary>
    /// <param name="options">The options of the client.</param>
    /// <param name="inner">The inner handler.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is not positive.</exception>
    public LimitingHandler(RemoteOptions options, HttpMessageHandler inner)
        : base(inner)
    {
        _usage = options.Usage;
        _slots = options.MaxConcurrentRequests is { } requests ? new SemaphoreSlim(requests, requests) : null;
        _rate = options.Rate;
        _bandwidth = options.BytesPerSecond is { } bytes ? new Bandwidth(bytes, options.Time) : null;
        _maxIdleConnections = options.MaxIdleConnections switch
        {
            null => int.MaxValue,
            { } connections and > 0 => connections,
            _ =>
                throw new ArgumentOutOfRangeException(
                    nameof(options), "the number of idle connections must be positive"),
        };
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var slot = await AcquireAsync(request, cancellationToken);
        try
        {
            if (_rate is not null)
            {
                await _rate.WaitAsync(cancellationToken);
            }

            _usage.AddRequest();
            var answer = await base.SendAsync(request, cancellationToken);
            if (IsFailure(answer.StatusCode))
            {
                _usage.AddFailure();
            }

            answer.Content = new MeteredContent(answer.Content, slot, _usage, _bandwidth);
            return answer;
        }
        catch (Exception failure) when (failure is HttpRequestException or TimeoutException)
        {
            slot.Dispose();
            _usage.AddFailure();
            throw;
        }
        catch // canceled by the caller, or a bug: neither is a failure of the registry
        {
            slot.Dispose();
            throw;
        }
    }

    private async Task<RequestSlot> AcquireAsync(HttpRequestMessage request, CancellationToken stop)
    {
        if (_slots is not null)
        {
            await _slots.WaitAsync(stop);
        }

        // The platform limits the time that a connection is idle, but not the number of idle ones: those of requests
        // beyond the maximum are not kept. HTTP/2 has one connection for all requests, and does not send this header.
        if (Interlocked.Increment(ref _active) > _maxIdleConnections)
        {
            request.Headers.ConnectionClose = true;
        }

        return new RequestSlot(Release);
    }

    private void Release()
    {
        Interlocked.Decrement(ref _active);
        _slots?.Release();
    }

    private static bool IsFailure(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            or >= HttpStatusCode.InternalServerError;
}

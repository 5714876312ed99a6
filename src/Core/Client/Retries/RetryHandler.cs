using System.Net;
using System.Runtime.ExceptionServices;

namespace Zot.Client.Retries;

/// <summary>
/// Retries repeatable requests after temporary failures, and stops sending to a server that fails repeatedly.
/// </summary>
/// <param name="server">The URL of the server that has the circuit breaker; others are only retried.</param>
/// <param name="options">The options.</param>
/// <param name="breaker">The circuit breaker of the server.</param>
/// <param name="random">The source of jitter.</param>
/// <param name="time">The clock.</param>
/// <param name="inner">
/// The inner handler, which throws <see cref="TimeoutException"/> for an expired time limit.
/// </param>
public sealed class RetryHandler(
    Uri server,
    RetryOptions options,
    CircuitBreaker breaker,
    Random random,
    TimeProvider time,
    HttpMessageHandler inner)
    : DelegatingHandler(inner)
{
    /// <summary>
    /// Marks a request other than GET and HEAD as repeatable: it may arrive twice, and its content can be sent again.
    /// </summary>
    public static readonly HttpRequestOptionsKey<bool> Repeatable = new("Zot.Repeatable");

    /// <inheritdoc/>
    /// <exception cref="CircuitOpenException">The circuit is open; the request is not sent.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        for (var attempts = 1; ; attempts++)
        {
            var (answer, failure) = await TryAsync(request, cancellationToken);
            if (attempts > options.MaxRetries
                || !IsRepeatable(request)
                || DelayAfter(attempts, answer, failure) is not { } delay)
            {
                return answer ?? Throw(failure!);
            }

            answer?.Dispose();
            await Task.Delay(delay, time, cancellationToken);
        }
    }

    /// <summary>Returns the delay that a response requests; <see langword="null"/> if it requests none.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage answer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(answer);
        TimeSpan? requested = answer.Headers.RetryAfter is { } header ? header.Delta ?? header.Date - now : null;
        return requested < TimeSpan.Zero ? TimeSpan.Zero : requested;
    }

    private static bool IsRepeatable(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get || request.Method == HttpMethod.Head
        || (request.Options.TryGetValue(Repeatable, out var isRepeatable) && isRepeatable);

    private static bool IsTemporary(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    // An invalid certificate or an invalid response does not change with a retry.
    private static bool IsTemporary(Exception failure) => failure is TimeoutException or HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError
            or HttpRequestError.ConnectionError or HttpRequestError.ResponseEnded
                or HttpRequestError.HttpProtocolError or HttpRequestError.ProxyTunnelError or HttpRequestError.Unknown
    };

    private static HttpResponseMessage Throw(Exception failure)
    {
        ExceptionDispatchInfo.Throw(failure);
        return null!;
    }

    private async Task<(HttpResponseMessage? Answer, Exception? Failure)> TryAsync(
        HttpRequestMessage request, CancellationToken stop)
    {
        var guard = IsServer(request.RequestUri!) ? breaker : null;
        if (guard?.TryAcquire() is { } rest)
        {
            throw new CircuitOpenException(server.Authority, rest);
        }

        try
        {
            var answer = await base.SendAsync(request, stop);
            Record(guard, isUnavailable: answer.StatusCode >= HttpStatusCode.InternalServerError
                && IsTemporary(answer.StatusCode));
            return (answer, null);
        }
        catch (Exception failure) when (failure is HttpRequestException or TimeoutException)
        {
            Record(guard, isUnavailable: true);
            return (null, failure);
        }
        catch // canceled by the caller, or a bug: neither is a failure of the server
        {
            guard?.Abandon();
            throw;
        }
    }

    private static void Record(CircuitBreaker? guard, bool isUnavailable)
    {
        if (isUnavailable)
        {
            guard?.Fail();
        }
        else
        {
            guard?.Succeed();
        }
    }

    private TimeSpan? DelayAfter(int attempts, HttpResponseMessage? answer, Exception? failure)
    {
        if (answer is null)
        {
            return IsTemporary(failure!) ? RandomDelay(attempts) : null;
        }

        if (!IsTemporary(answer.StatusCode))
        {
            return null;
        }

        return RetryAfter(answer, time.GetUtcNow()) is { } requested
            ? requested <= options.MaxRetryAfter ? requested : null
            : RandomDelay(attempts);
    }

    private TimeSpan RandomDelay(int attempts)
    {
        lock (random)
        {
            return options.DelayAfter(attempts, random.NextDouble());
        }
    }

    private bool IsServer(Uri url) => url.Scheme == server.Scheme && url.Authority == server.Authority;
}

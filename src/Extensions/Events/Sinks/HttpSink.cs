#if EXT_EVENTS
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Formats;
using Zot.Extensions.Events.Journal;

namespace Zot.Extensions.Events.Sinks;

/// <summary>Sends events to a URL, in a single attempt.</summary>
/// <remarks>
/// Credentials and configured headers are sent only to the configured scheme, host and port, not elsewhere after a
/// redirect.
/// </remarks>
internal sealed class HttpSink(
    string name,
    Uri address,
    IHttpFormat format,
    HttpSinkHeaders headers,
    WebhookSignature? signature,
    AnswerRules rules,
    HttpClient client,
    TimeProvider time)
    : IEventSink
{
    private const int MaxReason = 1024;

    // The limit of Go's HTTP client.
    private const int MaxRedirects = 10;

    private volatile bool _isClosed;

    public async ValueTask WriteAsync(IReadOnlyList<JournalEntry> events, CancellationToken cancellationToken)
    {
        IEnumerable<IReadOnlyList<JournalEntry>> parts =
            format.CanBatch ? [events] : events.Select(static entry => new[] { entry });
        foreach (var part in parts)
        {
            if (_isClosed)
            {
                throw new SinkClosedException(name);
            }

            await SendAsync(part, cancellationToken);
        }
    }

    public ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        if (!_isClosed)
        {
            _isClosed = true;
            client.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private async Task SendAsync(IReadOnlyList<JournalEntry> events, CancellationToken cancellationToken)
    {
        var (to, method) = (address, HttpMethod.Post);
        using var deadline = new CancellationTokenSource(client.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            for (var redirects = 0; redirects <= MaxRedirects; redirects++)
            {
                using var request = Request(events, to, method);
                using var answer =
                    await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
                if (!rules.TryFollow(answer, ref to, ref method))
                {
                    await JudgeAsync(answer, either.Token);
                    return;
                }
            }

            throw new DeliveryException(
                DeliveryOutcome.Unavailable, $"{address.Host} redirected more than {MaxRedirects} times");
        }
        catch (HttpRequestException cause)
        {
            throw new DeliveryException(
                DeliveryOutcome.Unavailable, $"{to.Host} cannot be reached: {cause.Message}", cause);
        }
        catch (OperationCanceledException cause) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DeliveryException(DeliveryOutcome.Unavailable, $"{to.Host} did not respond in time", cause);
        }
    }

    private HttpRequestMessage Request(IReadOnlyList<JournalEntry> events, Uri to, HttpMethod method)
    {
        var request = new HttpRequestMessage(method, to);
        if (method == HttpMethod.Post)
        {
            var body = format.Write(events, request);
            signature?.Sign(request, IdOf(events), body.Span);
        }

        if (Uri.Compare(
            to, address, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0)
        {
            headers.AddTo(request);
        }

        return request;
    }

    private async Task JudgeAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (rules.OutcomeOf(answer.StatusCode) is { } outcome)
        {
            throw new DeliveryException(outcome, headers.Mask(await ReasonOfAsync(answer, cancellationToken)))
            {
                RetryAfter = rules.HeedsRetryAfter ? Wish(answer.Headers.RetryAfter) : null,
            };
        }
    }

    // The id is the same for the same events at every attempt.
    private static string IdOf(IReadOnlyList<JournalEntry> events) => events.Count == 1
        ? events[0].Event.Id
        : new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(events.Select(static entry => entry.Event.Id))))
            .AsSpan(0, 16)).ToString();

    private TimeSpan? Wish(RetryConditionHeaderValue? header) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    private static async Task<string> ReasonOfAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var status = $"{(int)answer.StatusCode} {answer.ReasonPhrase}";
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            var start = new byte[MaxReason];
            var length = await body.ReadAtLeastAsync(start, MaxReason, throwOnEndOfStream: false, cancellationToken);
            return length == 0 ? status : $"{status}: {Encoding.UTF8.GetString(start, 0, length)}";
        }
        catch (Exception cause) when (cause is IOException or HttpRequestException)
        {
            return status; // the receiver closed the connection early; the status is enough
        }
    }
}
#endif

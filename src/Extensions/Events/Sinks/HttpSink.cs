#if EXT_EVENTS
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Zot.Extensions.Events;

/// <summary>Sends events to a URL: one attempt, one event per request. A 2xx is success, and nothing else is.</summary>
/// <remarks>Redirects are not followed: an event would go to somebody else, and what identifies us with it.</remarks>
internal sealed class HttpSink(
    string name, Uri address, IHttpFormat format, HttpSinkHeaders headers, WebhookSignature? signature, HttpClient client, TimeProvider time)
    : IEventSink
{
    private const int MaxReason = 1024;

    private volatile bool _isClosed;

    public async ValueTask WriteAsync(IReadOnlyList<JournalEntry> events, CancellationToken cancellationToken)
    {
        foreach (var entry in events)
        {
            if (_isClosed)
            {
                throw new SinkClosedException(name);
            }

            await SendAsync(entry, cancellationToken);
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

    private async Task SendAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        var body = format.Write(entry, request);
        headers.AddTo(request);
        signature?.Sign(request, entry.Event.Id, body.Span);
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                throw new DeliveryException(OutcomeOf(answer.StatusCode), await ReasonOfAsync(answer, cancellationToken))
                {
                    RetryAfter = Wish(answer.Headers.RetryAfter),
                };
            }
        }
        catch (HttpRequestException cause)
        {
            throw new DeliveryException(DeliveryOutcome.Unavailable, $"{address.Host} cannot be reached: {cause.Message}", cause);
        }
        catch (OperationCanceledException cause) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DeliveryException(DeliveryOutcome.Unavailable, $"{address.Host} has not answered in time", cause);
        }
    }

    private static DeliveryOutcome OutcomeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Gone => DeliveryOutcome.Gone,
        HttpStatusCode.RequestTimeout or (HttpStatusCode)425 or HttpStatusCode.TooManyRequests => DeliveryOutcome.Unavailable,
        >= HttpStatusCode.InternalServerError => DeliveryOutcome.Unavailable,
        _ => DeliveryOutcome.Rejected,
    };

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
            return status; // the receiver closed half-way; what it said first counts
        }
    }
}
#endif

#if EXT_EVENTS
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zot.Auth.AccessControl;
using Zot.Hosting;
using Zot.Registry;

namespace Zot.Extensions.Events;

/// <summary>
/// Events as they happen, as Server-Sent Events of CloudEvents in JSON: to each caller those of the repositories they may
/// read, and no others. Who did it is for callers with the right to <see cref="AccessAction.Audit"/>.
/// </summary>
/// <remarks>
/// HTML, "Server-sent events". <c>Last-Event-ID</c> goes on after an event; else it begins with what is new. Credentials and
/// rights are checked again for each event, and while there is none. A stream ends when the registry begins to stop.
/// </remarks>
internal sealed partial class EventStream(
    IEventJournal journal, IJournalQueries queries, IAccessReview review, IHostApplicationLifetime lifetime, TimeProvider time,
    ILogger<EventStream> logger)
{
    /// <summary>The path of the route.</summary>
    public const string Path = EventsEndpoint.Path + "/stream";

    private const int ReadAhead = 64;

    // Beyond, a reader gets the manifest by its digest: a stream must not need megabytes of memory.
    private const int MaxManifest = 64 * 1024;

    private static readonly byte[] Comment = ":\n\n"u8.ToArray();

    // Proxies cut connections on which nothing moves.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public async Task HandleAsync(HttpContext context)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var stop = stopping.Token;
        var after = StartOf(context.Request);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        using var news = new SemaphoreSlim(0, 1);
        using var watch = journal.Watch(() => Wake(news));
        try
        {
            // Headers leave with the first byte, and whoever listens waits for them. Who loses the connection before the first
            // event knows from where to go on, too.
            await WriteAsync(context, Place(after), stop);
            while (!stop.IsCancellationRequested && await review.ReviewAsync(context) is not null)
            {
                var entries = queries.ReadAll(after, ReadAhead);
                foreach (var entry in entries)
                {
                    if (!await TellAsync(context, entry, stop))
                    {
                        return;
                    }

                    after = entry.Sequence;
                }

                if (entries.Count == 0 && !await WaitAsync(news, stop))
                {
                    await WriteAsync(context, Comment, stop);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The client has left, or the registry stops.
        }
    }

    // A journal that was begun anew has smaller numbers than what a reader remembers.
    private long StartOf(HttpRequest request)
    {
        var end = queries.Last;
        return long.TryParse(request.Headers["Last-Event-ID"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? Math.Min(last, end)
            : end;
    }

    // Sends an event to a caller that may pull its content now. False when the credentials are no longer valid.
    private async ValueTask<bool> TellAsync(HttpContext context, JournalEntry entry, CancellationToken stop)
    {
        if (CloudEventData.TypeOf(entry.Event) is not { } type || !RepositoryName.TryParse(entry.Event.Repository, out var repository))
        {
            return true;
        }

        if (await review.ReviewAsync(context) is not { } rights)
        {
            return false;
        }

        if (rights.May(AccessAction.Read, repository, entry.Event.Reference))
        {
            var mayAudit = rights.May(AccessAction.Audit, repository, entry.Event.Reference);
            if (Message(entry, type, mayAudit) is { } message)
            {
                await WriteAsync(context, message, stop);
            }
        }

        return true;
    }

    // One event that cannot be written must not end the stream, and its next one at the same place.
    private byte[]? Message(JournalEntry entry, string type, bool mayAudit)
    {
        try
        {
            var told = entry with { Event = mayAudit ? entry.Event : entry.Event with { Actor = null, Request = null } };
            if (entry is { ManifestId: { } id, ManifestLength: <= MaxManifest })
            {
                told = told with { Event = told.Event with { Manifest = queries.ReadManifest(id) } };
            }

            var data = Encoding.UTF8.GetString(CloudEventStructure.Write(told).Span);
            return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {entry.Sequence}\nevent: {type}\ndata: {data}\n\n"));
        }
        catch (Exception cause)
        {
            // Whatever is wrong with the event, the next ones are sent.
            LogNotTold(cause, entry.Event.Id);
            return null;
        }
    }

    private static byte[] Place(long sequence) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {sequence}\ndata:\n\n"));

    private static async Task WriteAsync(HttpContext context, byte[] text, CancellationToken stop)
    {
        try
        {
            await context.Response.BodyWriter.WriteAsync(text, stop);
        }
        catch (OperationCanceledException)
        {
            // What a slow reader has not taken must not hold up the stop.
            context.Abort();
            throw;
        }
    }

    private static void Wake(SemaphoreSlim news)
    {
        try
        {
            news.Release();
        }
        catch (Exception cause) when (cause is SemaphoreFullException or ObjectDisposedException)
        {
            // It is awake, or gone.
        }
    }

    private async Task<bool> WaitAsync(SemaphoreSlim news, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(KeepAlive, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            await news.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(5029, LogLevel.Error, "failed to write an event to a stream, it is left out: {EventId}")]
    private partial void LogNotTold(Exception cause, string eventId);
}
#endif

#if EXT_EVENTS
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zot.Auth.AccessControl;
using Zot.Extensions.Events.Formats;
using Zot.Extensions.Events.Journal;
using Zot.Hosting.Routes;
using Zot.Registry;

namespace Zot.Extensions.Events.Admin;

/// <summary>
/// Streams events as they happen, as Server-Sent Events with CloudEvents in JSON. Each caller gets only the events of
/// the repositories it may read; the actor and the request require the action <see cref="AccessAction.Audit"/>.
/// </summary>
/// <remarks>
/// HTML, "Server-sent events". <c>Last-Event-ID</c> resumes after an event; without it, the stream starts with new
/// events. Credentials and permissions are checked again for each event, and periodically while there are none. Streams
/// end when the registry begins to stop.
/// </remarks>
internal sealed partial class EventStream(
    IEventJournal journal,
    IJournalQueries queries,
    IAccessReview review,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<EventStream> logger)
{
    /// <summary>The path of the route.</summary>
    public const string Path = EventsEndpoint.Path + "/stream";

    private const int ReadAhead = 64;

    // Clients pull larger manifests by digest, so that a stream does not need megabytes of memory.
    private const int MaxManifest = 64 * 1024;

    private static readonly byte[] Comment = ":\n\n"u8.ToArray();

    // Proxies close idle connections.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public async Task HandleAsync(HttpContext context)
    {
        using var stopping =
            CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var stop = stopping.Token;
        var after = StartOf(context.Request);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        using var news = new SemaphoreSlim(0, 1);
        using var watch = journal.Watch(() => Wake(news));
        try
        {
            await StreamAsync(context, after, news, stop);
        }
        catch (OperationCanceledException)
        {
            // The client disconnected, or the registry is stopping.
        }
    }

    private async Task StreamAsync(HttpContext context, long after, SemaphoreSlim news, CancellationToken stop)
    {
        // The client waits for the headers, which are sent with the first byte. The id lets it resume even if the
        // connection is lost before the first event.
        await WriteAsync(context, Place(after), stop);
        var writtenAt = time.GetTimestamp();
        while (!stop.IsCancellationRequested && await review.ReviewAsync(context) is not null)
        {
            var entries = queries.ReadAll(after, ReadAhead);
            foreach (var entry in entries)
            {
                if (await TellAsync(context, entry, stop) is not { } isWritten)
                {
                    return;
                }

                writtenAt = isWritten ? time.GetTimestamp() : writtenAt;
                after = entry.Sequence;
            }

            var idle = time.GetElapsedTime(writtenAt);
            if (idle >= KeepAlive)
            {
                await WriteAsync(context, Comment, stop);
                (writtenAt, idle) = (time.GetTimestamp(), TimeSpan.Zero);
            }

            if (entries.Count == 0)
            {
                await WaitAsync(news, KeepAlive - idle, stop);
            }
        }
    }

    // A recreated journal has smaller sequence numbers than the client may send.
    private long StartOf(HttpRequest request)
    {
        var end = queries.Last;
        return long.TryParse(
            request.Headers["Last-Event-ID"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? Math.Min(last, end)
            : end;
    }

    // Sends an event if the caller may currently pull its content. Returns whether it was sent; null if the credentials
    // are no longer valid.
    private async ValueTask<bool?> TellAsync(HttpContext context, JournalEntry entry, CancellationToken stop)
    {
        if (CloudEventData.TypeOf(entry.Event) is not { } type
            || !RepositoryName.TryParse(entry.Event.Repository, out var repository))
        {
            return false;
        }

        if (await review.ReviewAsync(context) is not { } rights)
        {
            return null;
        }

        var reference = entry.Event.Reference;
        if (!rights.May(AccessAction.Read, repository, reference)
            || Message(entry, type, rights.May(AccessAction.Audit, repository, reference)) is not { } message)
        {
            return false;
        }

        await WriteAsync(context, message, stop);
        return true;
    }

    // An event that cannot be serialized must not end the stream, and every resumed one at the same event.
    private byte[]? Message(JournalEntry entry, string type, bool mayAudit)
    {
        try
        {
            var told =
                entry with { Event = mayAudit ? entry.Event : entry.Event with { Actor = null, Request = null } };
            if (entry is { ManifestId: { } id, ManifestLength: <= MaxManifest })
            {
                told = told with { Event = told.Event with { Manifest = queries.ReadManifest(id) } };
            }

            var data = Encoding.UTF8.GetString(CloudEventStructure.Write(told).Span);
            return Encoding.UTF8.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"id: {entry.Sequence}\nevent: {type}\ndata: {data}\n\n"));
        }
        catch (Exception cause)
        {
            // Any exception: the event is skipped, and the following ones are sent.
            LogNotTold(cause, entry.Event.Id);
            return null;
        }
    }

    private static byte[] Place(long sequence) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {sequence}\ndata:\n\n"));

    private static async Task WriteAsync(HttpContext context, byte[] text, CancellationToken stop)
    {
        try
        {
            await context.Response.BodyWriter.WriteAsync(text, stop);
        }
        catch (OperationCanceledException)
        {
            // Data that a slow client has not read must not delay the shutdown.
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
            // Already signaled, or disposed.
        }
    }

    private async Task WaitAsync(SemaphoreSlim news, TimeSpan limit, CancellationToken stop)
    {
        using var limited = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limited.Token, stop);
        try
        {
            await news.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // No news within the limit.
        }
    }

    [LoggerMessage(5029, LogLevel.Error, "failed to write an event to a stream, event skipped: {EventId}")]
    private partial void LogNotTold(Exception cause, string eventId);
}
#endif

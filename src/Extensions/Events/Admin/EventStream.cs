#if EXT_EVENTS
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Zot.Auth.AccessControl;
using Zot.Hosting;
using Zot.Registry;

namespace Zot.Extensions.Events;

/// <summary>
/// Events as they happen, as Server-Sent Events of CloudEvents in JSON: to each caller those of the repositories they may
/// read, and no others.
/// </summary>
/// <remarks>HTML, "Server-sent events". <c>Last-Event-ID</c> goes on after an event; else it begins with what is new.</remarks>
internal sealed class EventStream(IEventJournal journal, IJournalQueries queries, TimeProvider time)
{
    /// <summary>The path of the route.</summary>
    public const string Path = EventsEndpoint.Path + "/stream";

    private const int ReadAhead = 64;

    private static readonly byte[] Comment = ":\n\n"u8.ToArray();

    // Proxies cut connections on which nothing moves.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public async Task HandleAsync(HttpContext context)
    {
        var stop = context.RequestAborted;
        var access = context.AccessControl();
        var after = long.TryParse(context.Request.Headers["Last-Event-ID"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? last
            : queries.Last;
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        using var news = new SemaphoreSlim(0, 1);
        using var watch = journal.Watch(() => Wake(news));
        try
        {
            // Headers leave with the first byte, and whoever listens waits for them. Who loses the connection before the first
            // event knows from where to go on, too.
            await context.Response.BodyWriter.WriteAsync(Place(after), stop);
            while (!stop.IsCancellationRequested)
            {
                var entries = queries.ReadAll(after, ReadAhead);
                foreach (var entry in entries)
                {
                    after = entry.Sequence;
                    if (CloudEventData.TypeOf(entry.Event) is { } type && MayRead(access, entry.Event))
                    {
                        await context.Response.BodyWriter.WriteAsync(Message(entry, type), stop);
                    }
                }

                if (entries.Count == 0 && !await WaitAsync(news, stop))
                {
                    await context.Response.BodyWriter.WriteAsync(Comment, stop);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The client has left, or we are about to.
        }
    }

    // Whatever the route lets in: what is told here is told to whoever may pull it.
    private static bool MayRead(AccessControlContext access, RegistryEvent happened) =>
        RepositoryName.TryParse(happened.Repository, out var repository) && access.CanRead(repository);

    private static byte[] Message(JournalEntry entry, string type)
    {
        var data = Encoding.UTF8.GetString(CloudEventStructure.Write(entry).Span);
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {entry.Sequence}\nevent: {type}\ndata: {data}\n\n"));
    }

    private static byte[] Place(long sequence) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {sequence}\n\n"));

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
}
#endif

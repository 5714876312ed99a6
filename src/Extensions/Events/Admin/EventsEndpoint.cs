#if EXT_EVENTS
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Listening;
using Zot.Extensions.Events.Model;
using Zot.Hosting.Routes;

namespace Zot.Extensions.Events.Admin;

/// <summary>Handles the event operations of administrators. The route rejects all other callers.</summary>
/// <remarks>
/// <c>GET sinks</c>; <c>GET</c> and <c>DELETE deadletters</c> and <c>POST deadletters/replay</c> (<c>sink</c>,
/// <c>id</c>); <c>POST replay</c> (<c>sink</c> and any of <c>id</c>, <c>repository</c>, <c>from</c>, <c>to</c>,
/// <c>fromSequence</c>, <c>toSequence</c>); <c>POST ping</c> (<c>sink</c>). All of them are below
/// <see cref="Path"/>, with parameters in the query.
/// </remarks>
internal sealed partial class EventsEndpoint(
    Broadcaster broadcaster,
    IJournalQueries journal,
    EventBridge bridge,
    TimeProvider time,
    ILogger<EventsEndpoint> logger)
{
    /// <summary>The path of the route.</summary>
    public const string Path = "/v2/_zot/ext/events";

    private const int MaxListed = 1000;

    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await RouteAsync(context);
        }
        catch (JournalException cause) when (!context.Response.HasStarted)
        {
            LogNotWritten(cause);
            await EventsJson.RefuseAsync(
                context, StatusCodes.Status503ServiceUnavailable, "the event journal cannot be written");
        }
    }

    private Task RouteAsync(HttpContext context) =>
        (context.Request.Method, context.Request.Path.Value![Path.Length..]) switch
        {
            ("GET", "" or "/" or "/sinks") =>
                JsonAnswer.WriteAsync(context, json => SinkJson.Write(json, broadcaster.Sinks, journal)),
            ("GET", "/deadletters") => ListDeadAsync(context),
            ("DELETE", "/deadletters") => PurgeAsync(context),
            ("POST", "/deadletters/replay") => ReplayAsync(context, deadOnly: true),
            ("POST", "/replay") => ReplayAsync(context, deadOnly: false),
            ("POST", "/ping") => PingAsync(context),
            _ => EventsJson.RefuseAsync(context, StatusCodes.Status404NotFound, "no such operation"),
        };

    private Task ListDeadAsync(HttpContext context)
    {
        var query = new EventsQuery(context.Request.Query);
        var letters = journal.ReadDead(query.Sink, query.Id, MaxListed);
        return JsonAnswer.WriteAsync(context, json => SinkJson.Write(json, letters));
    }

    private async Task PurgeAsync(HttpContext context)
    {
        var query = new EventsQuery(context.Request.Query);
        if (query.Sink is null)
        {
            await EventsJson.RefuseAsync(context, StatusCodes.Status400BadRequest, "sink is missing");
            return;
        }

        var count = await journal.PurgeDeadAsync(query.Sink, query.Id);
        LogPurged(context.AccessControl().Username, query.Sink, count);
        await EventsJson.WriteCountAsync(context, count);
    }

    private async Task ReplayAsync(HttpContext context, bool deadOnly)
    {
        var query = new EventsQuery(context.Request.Query);
        if (await FindAsync(context, query) is not { } sink)
        {
            return;
        }

        if (!query.TrySelect(deadOnly, out var selection, out var fault))
        {
            await EventsJson.RefuseAsync(context, StatusCodes.Status400BadRequest, fault);
            return;
        }

        var count = await journal.RequeueAsync(sink.Name, selection);
        LogReplayed(context.AccessControl().Username, sink.Name, count);
        sink.Replays.WakeUp();
        await EventsJson.WriteCountAsync(context, count, StatusCodes.Status202Accepted);
    }

    // The ping is sent directly to the sink, bypassing the journal and without retries: the response is the result.
    private async Task PingAsync(HttpContext context)
    {
        if (await FindAsync(context, new EventsQuery(context.Request.Query)) is not { } sink)
        {
            return;
        }

        var start = time.GetTimestamp();
        var ping = bridge.Create(EventKind.Ping, default, context.Features.Get<IAccessFeature>()?.Call);
        try
        {
            await sink.Endpoint.WriteAsync([new JournalEntry(0, 0, ping)], context.RequestAborted);
            var took = time.GetElapsedTime(start).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
            await JsonAnswer.WriteAsync(
                context, json => SinkJson.WritePing(json, sink.Name, isDelivered: true, $"{took} ms"));
        }
        catch (Exception failure) when (!context.RequestAborted.IsCancellationRequested)
        {
            // Any failure is the result of the test.
            await JsonAnswer.WriteAsync(
                context, json => SinkJson.WritePing(json, sink.Name, isDelivered: false, failure.Message),
                StatusCodes.Status502BadGateway);
        }
    }

    private async Task<SinkHandle?> FindAsync(HttpContext context, EventsQuery query)
    {
        var sink = broadcaster.Sinks.FirstOrDefault(each => each.Name == query.Sink);
        if (sink is null)
        {
            await EventsJson.RefuseAsync(
                context, StatusCodes.Status404NotFound,
                $"sink must be one of: {string.Join(", ", broadcaster.Sinks.Select(static each => each.Name))}");
        }

        return sink;
    }

    [LoggerMessage(5015, LogLevel.Information, "dead letters purged by {User}: {Sink}, {Count}")]
    private partial void LogPurged(string user, string sink, long count);

    [LoggerMessage(5053, LogLevel.Error, "failed to write the event journal for an administrative request")]
    private partial void LogNotWritten(Exception cause);

    [LoggerMessage(5016, LogLevel.Information, "replay requested by {User}: {Sink}, {Count}")]
    private partial void LogReplayed(string user, string sink, long count);
}
#endif

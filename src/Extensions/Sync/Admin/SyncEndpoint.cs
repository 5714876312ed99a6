#if EXT_SYNC
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Zot.Extensions.Sync.Periodic;
using Zot.Extensions.Sync.Upstreams;
using Zot.Hosting.Routes;
using Zot.Registry;
using Zot.Scheduling;

namespace Zot.Extensions.Sync.Admin;

/// <summary>
/// Handles the operations of administrators: <c>GET</c> lists the upstream registries, <c>POST events</c> receives an
/// event of one of them. The route rejects all other callers.
/// </summary>
/// <param name="upstreams">The upstream registries.</param>
/// <param name="scheduler">The schedule of periodic copies.</param>
/// <param name="requests">Copies repositories that an event names.</param>
/// <param name="logger">The log.</param>
internal sealed partial class SyncEndpoint(
    UpstreamSet upstreams, Func<JobScheduler?> scheduler, RequestedCopies requests, ILogger<SyncEndpoint> logger)
{
    /// <summary>The path of the route.</summary>
    public const string Path = "/v2/_zot/ext/sync";

    private const int MaxEventLength = 256 * 1024;

    public Task HandleAsync(HttpContext context) =>
        (context.Request.Method, context.Request.Path.Value![Path.Length..]) switch
        {
            ("GET", "" or "/") => JsonAnswer.WriteAsync(context, Write),
            ("POST", "/events") => ReceiveAsync(context),
            _ => RefuseAsync(context, StatusCodes.Status404NotFound, "no such operation"),
        };

    // An event as the events extension sends it, or any JSON with the name of a repository.
    private async Task ReceiveAsync(HttpContext context)
    {
        var name = await ReadNameAsync(context.Request, context.RequestAborted);
        if (!RepositoryName.TryParse(name, out var repository))
        {
            await RefuseAsync(
                context, StatusCodes.Status400BadRequest,
                $"the body must be JSON of at most {MaxEventLength} bytes with a repository in 'name' or 'data.name'");
            return;
        }

        var count = requests.Add(repository);
        LogRequested(context.AccessControl().Username, repository.ToString(), count);
        await JsonAnswer.WriteAsync(
            context,
            json =>
            {
                json.WriteStartObject();
                json.WriteNumber("count"u8, count);
                json.WriteEndObject();
            },
            StatusCodes.Status202Accepted);
    }

    private static async Task<string?> ReadNameAsync(HttpRequest request, CancellationToken stop)
    {
        var body = new byte[MaxEventLength + 1];
        var length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, stop);
        if (length > MaxEventLength)
        {
            return null;
        }

        try
        {
            using var document = LenientJson.Parse(body.AsMemory(0, length));
            return Name(document.RootElement) ?? (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("data", out var data) ? Name(data) : null);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Name(JsonElement owner) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty("name", out var name)
            && name.ValueKind == JsonValueKind.String
            ? name.GetString()
            : null;

    private static Task RefuseAsync(HttpContext context, int status, string message) => JsonAnswer.WriteAsync(
        context,
        json =>
        {
            json.WriteStartObject();
            json.WriteString("error"u8, message);
            json.WriteEndObject();
        },
        status);

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("registries"u8);
        foreach (var upstream in upstreams.All)
        {
            Write(json, upstream);
        }

        foreach (var (name, reason) in upstreams.Broken)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, name);
            json.WriteString("state"u8, "disabled"u8);
            json.WriteString("lastFailure"u8, reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("requestedRepositories"u8, requests.Count);
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, Upstream upstream)
    {
        var state = upstream.State;
        json.WriteStartObject();
        json.WriteString("name"u8, upstream.Name);
        json.WriteString("state"u8, SyncStatus.StateOf(state));
        json.WriteBoolean("onDemand"u8, upstream.Options.OnDemand);
        json.WriteBoolean("periodic"u8, upstream.IsPeriodic);
        json.WriteNumber("images"u8, state.Images);
        json.WriteNumber("requests"u8, state.Usage.Requests);
        json.WriteNumber("bytes"u8, state.Usage.BytesReceived);
        json.WriteNumber("hits"u8, state.Hits);
        json.WriteNumber("misses"u8, state.Misses);
        json.WriteNumber("running"u8, state.Running);
        json.WriteNumber("failures"u8, state.Failures);
        WriteTime(json, "lastSuccess", state.LastSuccess);
        if (state.LastFailure is var (reason, time))
        {
            json.WriteString("lastFailure"u8, reason);
            WriteTime(json, "lastFailed", time);
        }

        if (scheduler()?.Status.FirstOrDefault(job => job.Source == PeriodicSync.NameOf(upstream)) is { } job)
        {
            WriteTime(json, "lastPass", job.LastEnded);
            WriteTime(json, "nextPass", job.Next);
        }

        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            json.WriteString(name, known);
        }
    }

    [LoggerMessage(
        9191, LogLevel.Information, "copy requested by {User}: {Repository}, upstream repositories: {Count}")]
    private partial void LogRequested(string user, string repository, int count);
}
#endif

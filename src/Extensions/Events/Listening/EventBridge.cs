#if EXT_EVENTS
using System.Net;
using Microsoft.AspNetCore.Http;
using Zot.Extensions.Events.Model;
using Zot.Hosting.Routes;
using Zot.Registry;

namespace Zot.Extensions.Events.Listening;

/// <summary>Creates events with the user, the request and the time of the current call.</summary>
internal sealed class EventBridge(IHttpContextAccessor contexts, TimeProvider time)
{
    private const int MaxHeader = 1024;
    private const string ContentDigest = "Docker-Content-Digest";

    /// <summary>The method of the current request; empty for background work.</summary>
    public string Method => contexts.HttpContext?.Request.Method ?? "";

    /// <summary>
    /// Runs an action when the endpoint responds to the current request with this content, or with a part of it.
    /// </summary>
    /// <remarks>
    /// The response decides what a pull is: one without content, such as 304 or 416, does not
    /// count. Nor does background work.
    /// </remarks>
    /// <param name="digest">The digest of the content.</param>
    /// <param name="includesUnmodified">True to count 304 as well, as the distribution registry does for blobs.</param>
    /// <param name="sent">The action.</param>
    public void WhenSent(Digest digest, bool includesUnmodified, Action sent)
    {
        if (contexts.HttpContext?.Response is not { HasStarted: false } response)
        {
            return;
        }

        response.OnStarting(() =>
        {
            // The response to a range request on a blob lacks the digest of the blob.
            var answered = response.Headers[ContentDigest];
            var isContent = (response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status206PartialContent && answered == digest.ToString())
                || (response.StatusCode == StatusCodes.Status206PartialContent && answered.Count == 0);
            if (isContent || (includesUnmodified && response.StatusCode == StatusCodes.Status304NotModified))
            {
                sent();
            }

            return Task.CompletedTask;
        });
    }

    /// <summary>Creates an event that happens now, caused by the current request if there is one.</summary>
    public RegistryEvent Create(EventKind kind, RepositoryName repository)
    {
        var context = contexts.HttpContext;
        return new RegistryEvent(NewId(), time.GetUtcNow(), kind, repository.ToString())
        {
            Actor = context is null ? null : ActorOf(context),
            Request = context is null ? null : RequestOf(context),
        };
    }

    /// <summary>Creates an id: a UUID of version 7, unique and increasing with time.</summary>
    public string NewId() => Guid.CreateVersion7(time.GetUtcNow()).ToString();

    private static EventActor? ActorOf(HttpContext context) =>
        context.Features.Get<IAccessFeature>()?.Access is { IsAnonymous: false } access ? new EventActor(access.Username) : null;

    private static EventRequest RequestOf(HttpContext context)
    {
        // The server's own request ids are not UUIDs; receivers expect one.
        if (!Guid.TryParse(context.TraceIdentifier, out _))
        {
            context.TraceIdentifier = Guid.NewGuid().ToString();
        }

        var request = context.Request;
        return new EventRequest(
            context.TraceIdentifier, AddressOf(context.Connection), Shorten(request.Host.Value ?? ""), Shorten(request.Method),
            Shorten(request.Headers.UserAgent.ToString()), request.Scheme);
    }

    // Clients choose these values, and each event of the journal stores them.
    private static string Shorten(string text) => text.Length <= MaxHeader ? text : text[..MaxHeader];

    private static string AddressOf(ConnectionInfo connection)
    {
        if (connection.RemoteIpAddress is not { } address)
        {
            return "";
        }

        return new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, connection.RemotePort).ToString();
    }
}
#endif

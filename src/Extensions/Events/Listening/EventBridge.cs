#if EXT_EVENTS
using System.Net;
using Microsoft.AspNetCore.Http;
using Zot.Hosting;
using Zot.Registry;

namespace Zot.Extensions.Events;

/// <summary>Makes events out of calls: it knows who called, by which request, and when.</summary>
internal sealed class EventBridge(IHttpContextAccessor contexts, TimeProvider time)
{
    /// <summary>The method of the request under way; empty for work in the background.</summary>
    public string Method => contexts.HttpContext?.Request.Method ?? "";

    /// <summary>Whether the client has said that it has this content already: it is not sent.</summary>
    /// <remarks>RFC 9110, section 13.1.2.</remarks>
    public bool ClientHas(Digest digest)
    {
        var header = contexts.HttpContext?.Request.Headers.IfNoneMatch ?? default;
        return header.Count > 0 && header.ToString().Contains(digest.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Something that happens now, because of the request under way if there is one.</summary>
    public RegistryEvent Create(EventKind kind, RepositoryName repository)
    {
        var context = contexts.HttpContext;
        return new RegistryEvent(NewId(), time.GetUtcNow(), kind, repository.ToString())
        {
            Actor = context is null ? null : ActorOf(context),
            Request = context is null ? null : RequestOf(context),
        };
    }

    /// <summary>An id: unique, and growing with time.</summary>
    public string NewId() => Guid.CreateVersion7(time.GetUtcNow()).ToString();

    private static EventActor? ActorOf(HttpContext context) =>
        context.Features.Get<IAccessFeature>()?.Access is { IsAnonymous: false } access ? new EventActor(access.Username) : null;

    private static EventRequest RequestOf(HttpContext context)
    {
        // The server numbers its requests; receivers expect a UUID.
        if (!Guid.TryParse(context.TraceIdentifier, out _))
        {
            context.TraceIdentifier = Guid.NewGuid().ToString();
        }

        var request = context.Request;
        return new EventRequest(
            context.TraceIdentifier, AddressOf(context.Connection), request.Host.Value ?? "", request.Method,
            request.Headers.UserAgent.ToString(), request.Scheme);
    }

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

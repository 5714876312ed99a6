#if EXT_EVENTS
using Zot.Extensions.Events.Model;
using Zot.Registry;

namespace Zot.Extensions.Events.Listening;

/// <summary>Creates events with the user and the request of a call, at the current time.</summary>
internal sealed class EventBridge(TimeProvider time)
{
    private const int MaxHeader = 1024;

    /// <summary>Creates an event that happens now.</summary>
    /// <param name="kind">The kind of the event.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="call">The caller who caused it; <see langword="null"/> for background work.</param>
    public RegistryEvent Create(EventKind kind, RepositoryName repository, CallContext? call) =>
        new(NewId(), time.GetUtcNow(), kind, repository.ToString())
        {
            Actor = call?.User is { } user ? new EventActor(user) : null,
            Request = call?.Request is { } request ? Of(request) : null,
        };

    /// <summary>Creates an id: a UUID of version 7, unique and increasing with time.</summary>
    public string NewId() => Guid.CreateVersion7(time.GetUtcNow()).ToString();

    // Clients choose these values, and each event of the journal stores them.
    private static EventRequest Of(CallRequest request) => new(
        request.Id,
        request.Address,
        Shorten(request.Host),
        Shorten(request.Method),
        Shorten(request.UserAgent),
        request.Scheme);

    private static string Shorten(string text) => text.Length <= MaxHeader ? text : text[..MaxHeader];
}
#endif

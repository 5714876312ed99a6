#if EXT_EVENTS
namespace Zot.Extensions.Events.Model;

/// <summary>An event of the registry, independent of any format. Immutable, and the same for every sink.</summary>
/// <param name="Id">A UUID: the same for every sink, retry and replay.</param>
/// <param name="Time">The time of the event, in UTC.</param>
/// <param name="Kind">The kind of the event.</param>
/// <param name="Repository">The name of the repository; empty for a ping.</param>
internal sealed record RegistryEvent(string Id, DateTimeOffset Time, EventKind Kind, string Repository)
{
    /// <summary>The manifest or blob; <see langword="null"/> if there is none.</summary>
    public EventDescriptor? Target { get; init; }

    /// <summary>The tag; <see langword="null"/> if the request did not name one.</summary>
    public string? Tag { get; init; }

    /// <summary>The previous digest of the tag; <see langword="null"/> if the tag is new, or there is no tag.</summary>
    public string? Before { get; init; }

    /// <summary>The source repository of a mounted blob.</summary>
    public string? FromRepository { get; init; }

    /// <summary>Indicates whether the content changed: a push of content that already exists changes nothing.</summary>
    public bool IsChange { get; init; } = true;

    /// <summary>
    /// Indicates whether the event is implied by another one: a tag that was deleted with its manifest.
    /// </summary>
    public bool IsImplied { get; init; }

    /// <summary>The content of the manifest as text; only if a format needs it.</summary>
    public string? Manifest { get; init; }

    /// <summary>The result of a scrub; <see langword="null"/> for every other event.</summary>
    public EventScrub? Scrub { get; init; }

    /// <summary>The user who caused the event; <see langword="null"/> for an anonymous user.</summary>
    public EventActor? Actor { get; init; }

    /// <summary>The request that caused the event; <see langword="null"/> for background work.</summary>
    public EventRequest? Request { get; init; }

    /// <summary>The reference of the object: its tag, or else its digest.</summary>
    public string Reference => Tag ?? Target?.Digest ?? "";
}
#endif

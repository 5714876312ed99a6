#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>Something that has happened in the registry, in no format yet. Immutable, and the same for every sink.</summary>
/// <param name="Id">A UUID, fixed when it happened: the same for every sink, retry and replay.</param>
/// <param name="Time">When it happened, UTC.</param>
/// <param name="Kind">What has happened.</param>
/// <param name="Repository">Where; empty for a ping.</param>
internal sealed record RegistryEvent(string Id, DateTimeOffset Time, EventKind Kind, string Repository)
{
    /// <summary>The manifest or blob; <see langword="null"/> where there is none.</summary>
    public EventDescriptor? Target { get; init; }

    /// <summary>The tag, where one was named.</summary>
    public string? Tag { get; init; }

    /// <summary>The digest that the tag had before; <see langword="null"/> where it is new, or there is none.</summary>
    public string? Before { get; init; }

    /// <summary>Where a mounted blob is from.</summary>
    public string? FromRepository { get; init; }

    /// <summary>Whether the content is another than before: a push of what was there already changes nothing.</summary>
    public bool IsChange { get; init; } = true;

    /// <summary>Whether it follows from another event: a tag that went with its manifest.</summary>
    public bool IsImplied { get; init; }

    /// <summary>The bytes of a manifest, which is text; only where a format needs them.</summary>
    public string? Manifest { get; init; }

    /// <summary>What a search for damaged content has found; <see langword="null"/> for every other event.</summary>
    public EventScrub? Scrub { get; init; }

    /// <summary>Who made it happen; <see langword="null"/> for somebody unknown.</summary>
    public EventActor? Actor { get; init; }

    /// <summary>The request that made it happen; <see langword="null"/> for work in the background.</summary>
    public EventRequest? Request { get; init; }

    /// <summary>What formats call the object: the tag, else the digest.</summary>
    public string Reference => Tag ?? Target?.Digest ?? "";
}
#endif

#if EXT_EVENTS
using Zot.Extensions.Events.Model;
using Zot.Registry;

namespace Zot.Extensions.Events.Journal;

/// <summary>Validates the members of deserialized records that readers rely on.</summary>
internal static class RecordCheck
{
    /// <summary>Indicates whether an event is complete.</summary>
    public static bool IsSound(RegistryEvent? happened) =>
        happened is { Id.Length: > 0, Kind: not EventKind.Ping }
        && Enum.IsDefined(happened.Kind)
        && RepositoryName.TryParse(happened.Repository, out _)
        && (happened.Target is { } target
            ? IsSound(target)
            : happened.Kind is EventKind.RepositoryCreated or EventKind.RepositoryScrubbed)
        && happened.Actor is null or { Name: not null }
        && happened.Scrub is null or { Affected: not null }
        && happened.Request is null
            or { Id: not null, Address: not null, Host: not null, Method: not null }
            and { UserAgent: not null, Scheme: not null };

    /// <summary>Indicates whether an intent is complete.</summary>
    public static bool IsSound(Intent? intent) =>
        intent is { Tags: not null }
        && IsSound(intent.Event)
        && (intent.Event.Kind != EventKind.TagDeleted || Tag.TryParse(intent.Event.Tag, out _))
        && intent.Tags.All(static tag => tag is not null && Tag.TryParse(tag.Name, out _));

    private static bool IsSound(EventDescriptor target) =>
        target.MediaType is not null && Digest.TryParse(target.Digest, out _);
}
#endif

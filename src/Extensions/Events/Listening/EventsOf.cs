#if EXT_EVENTS
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Model;

namespace Zot.Extensions.Events.Listening;

/// <summary>Creates the events of changes, in order.</summary>
internal static class EventsOf
{
    /// <summary>Creates the event of a new repository; it precedes the events of the change that created it.</summary>
    public static RegistryEvent NewRepository(Intent intent, string id) => intent.Event with
    {
        Id = id,
        Kind = EventKind.RepositoryCreated,
        Target = null,
        Tag = null,
        FromRepository = null,
        Manifest = null,
        IsChange = true,
    };

    /// <summary>Creates the events of a push: one for each tag, or one for the digest if there is no tag.</summary>
    public static IReadOnlyList<RegistryEvent> Push(Intent intent, string? manifest, Func<string> newId)
    {
        var digest = intent.Event.Target!.Digest;
        IEnumerable<RegistryEvent> pushes = intent.Tags.Count == 0
            ? [intent.Event with { Manifest = manifest }]
            : intent.Tags.Select(tag => intent.Event with
            {
                Id = newId(),
                Tag = tag.Name,
                Before = tag.Before,
                IsChange = tag.Before != digest,
                Manifest = manifest,
            });
        return [.. Created(intent, newId), .. pushes];
    }

    /// <summary>
    /// Creates the events of a deletion: the manifest's, then one for each tag that was
    /// deleted with it, in the order of tags.
    /// </summary>
    public static IReadOnlyList<RegistryEvent> Deletion(Intent intent, Func<string> newId) =>
    [
        intent.Event,
        .. intent.Tags.Select(
            tag => intent.Event with { Id = newId(), Kind = EventKind.TagDeleted, Tag = tag.Name, IsImplied = true }),
    ];

    /// <summary>Creates the event of a push that lint rejected, for the first tag that would have changed.</summary>
    public static RegistryEvent LintFailure(Intent intent, string manifest, string id)
    {
        var tag = intent.Tags.FirstOrDefault(tag => tag.Before != intent.Event.Target!.Digest)
            ?? (intent.Tags is [var first, ..] ? first : null);
        return intent.Event with { Id = id, Kind = EventKind.LintFailed, Tag = tag?.Name, Manifest = manifest };
    }

    /// <summary>Creates the events of a change that has a single one of its own.</summary>
    public static IReadOnlyList<RegistryEvent> One(Intent intent, Func<string> newId) =>
        [.. Created(intent, newId), intent.Event];

    private static IEnumerable<RegistryEvent> Created(Intent intent, Func<string> newId) =>
        intent.IsNewRepository ? [NewRepository(intent, newId())] : [];
}
#endif

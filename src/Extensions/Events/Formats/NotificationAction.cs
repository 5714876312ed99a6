#if EXT_EVENTS
using Zot.Extensions.Events.Model;

namespace Zot.Extensions.Events.Formats;

/// <summary>Maps event kinds to the actions of the distribution registry.</summary>
internal static class NotificationAction
{
    /// <summary>Returns the action of an event kind; <see langword="null"/> if there is none.</summary>
    /// <param name="kind">The kind of the event.</param>
    /// <param name="isExtended">True to include the actions that the distribution registry does not have.</param>
    public static string? Of(EventKind kind, bool isExtended) => kind switch
    {
        EventKind.ManifestPushed or EventKind.BlobPushed => "push",
        EventKind.ManifestPulled or EventKind.BlobPulled => "pull",
        EventKind.ManifestDeleted or EventKind.BlobDeleted or EventKind.TagDeleted => "delete",
        EventKind.BlobMounted => "mount",
        EventKind.Ping => "ping",
        EventKind.RepositoryCreated when isExtended => "create",
        _ => null,
    };
}
#endif

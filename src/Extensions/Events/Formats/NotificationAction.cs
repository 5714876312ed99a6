#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>The words of the distribution registry for what happens.</summary>
internal static class NotificationAction
{
    /// <summary>The word; <see langword="null"/> where there is none.</summary>
    /// <param name="kind">What has happened.</param>
    /// <param name="isExtended">Whether there are words of our own.</param>
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

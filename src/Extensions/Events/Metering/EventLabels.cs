#if EXT_EVENTS
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Model;

namespace Zot.Extensions.Events.Metering;

/// <summary>Provides the values of metric labels, from a small fixed set.</summary>
internal static class EventLabels
{
    public static string ActionOf(EventKind kind) => kind switch
    {
        EventKind.RepositoryCreated => "create",
        EventKind.ManifestPushed or EventKind.BlobPushed => "push",
        EventKind.ManifestPulled or EventKind.BlobPulled => "pull",
        EventKind.BlobMounted => "mount",
        EventKind.ManifestDeleted or EventKind.TagDeleted or EventKind.BlobDeleted => "delete",
        EventKind.LintFailed => "lint",
        EventKind.RepositoryScrubbed => "scrub",
        EventKind.Ping => "ping",
        _ => "other",
    };

    public static string ArtifactOf(EventKind kind) => kind switch
    {
        EventKind.RepositoryCreated or EventKind.RepositoryScrubbed => "repository",
        EventKind.ManifestPushed or EventKind.ManifestPulled or EventKind.ManifestDeleted or EventKind.LintFailed =>
            "manifest",
        EventKind.TagDeleted => "tag",
        EventKind.BlobPushed or EventKind.BlobPulled or EventKind.BlobMounted or EventKind.BlobDeleted => "blob",
        _ => "none",
    };

    /// <summary>Returns the outcome of an attempt.</summary>
    public static string OutcomeOf(DeliveryException? failure) => failure?.Outcome switch
    {
        null => "delivered",
        DeliveryOutcome.Unavailable => "unavailable",
        DeliveryOutcome.Rejected => "rejected",
        DeliveryOutcome.Gone => "gone",
        DeliveryOutcome.Failed => "failed",
        _ => "other",
    };

    /// <summary>
    /// Returns a status as the distribution registry labels it, <c>202 Accepted</c>, with the standard reason phrase.
    /// </summary>
    public static string StatusOf(int status) =>
        string.Create(CultureInfo.InvariantCulture, $"{status} {ReasonPhrases.GetReasonPhrase(status)}");
}
#endif

#if EXT_EVENTS
using Microsoft.Extensions.Logging.Abstractions;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Model;

namespace Zot.Extensions.Tests.Events;

/// <summary>Provides arbitrary events and journals for tests.</summary>
internal static class SomeEvents
{
    public static readonly DateTimeOffset Time = new(2026, 3, 4, 5, 6, 7, 890, TimeSpan.Zero);

    public static readonly EventDescriptor Manifest = new(
        "application/vnd.oci.image.manifest.v1+json", "sha256:" + new string('7', 64), 1367);

    public static readonly EventRequest Request = new(
        "0f1e2d3c-4b5a-4968-8776-655443322110", "192.0.2.10:51234", "reg.example", "PUT", "docker/27.0", "https");

    /// <summary>Creates a push of a manifest with the tag <c>1.4.0</c>.</summary>
    public static RegistryEvent Push(string id, string repository = "team/app") => new(id, Time, EventKind.ManifestPushed, repository)
    {
        Target = Manifest,
        Tag = "1.4.0",
        Manifest = "{}",
        Actor = new EventActor("ci-bot"),
        Request = Request,
    };

    public static JournalEntry Entry(RegistryEvent happened, long turn = 1) => new(turn, turn, happened);

    public static SqliteJournal Journal(string path, bool isDurable = false) => new(path, isDurable, TimeProvider.System, NullLogger.Instance);
}
#endif

#if EXT_EVENTS
using System.Text.Json;
using Zot.Extensions.Events.Model;

namespace Zot.Extensions.Events.Journal;

/// <summary>An event as it is written to the journal.</summary>
/// <param name="Event">The event.</param>
/// <param name="Body">The event without a larger manifest, as JSON.</param>
/// <param name="Manifest">The larger manifest; <see langword="null"/> for an event without one.</param>
internal sealed record JournalRecord(RegistryEvent Event, byte[] Body, JournalManifest? Manifest)
{
    // Larger ones are stored once, separately from the events: a push may have 46 tags and a manifest of 4 MiB.
    private const int MaxInlineManifest = 4096;

    /// <summary>
    /// Serializes events on the caller's thread, so that one that cannot be serialized fails only its own caller.
    /// </summary>
    public static IReadOnlyList<JournalRecord> Of(IReadOnlyList<RegistryEvent> events)
    {
        var manifests = new Dictionary<string, JournalManifest>(ReferenceEqualityComparer.Instance);
        var records = new List<JournalRecord>(events.Count);
        foreach (var happened in events)
        {
            if (happened.Manifest is not { Length: > MaxInlineManifest } text)
            {
                records.Add(new JournalRecord(happened, BodyOf(happened), Manifest: null));
                continue;
            }

            if (!manifests.TryGetValue(text, out var manifest))
            {
                manifest = JournalManifest.Of(text);
                manifests.Add(text, manifest);
            }

            records.Add(new JournalRecord(happened, BodyOf(happened with { Manifest = null }), manifest));
        }

        return records;
    }

    private static byte[] BodyOf(RegistryEvent happened) =>
        JsonSerializer.SerializeToUtf8Bytes(happened, JournalJson.Default.RegistryEvent);
}
#endif

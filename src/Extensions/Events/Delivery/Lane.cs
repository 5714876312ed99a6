#if EXT_EVENTS
using Zot.Extensions.Events.Journal;

namespace Zot.Extensions.Events.Delivery;

/// <summary>A sequence of events that are delivered to a sink in order, such as those of one repository.</summary>
/// <param name="key">The key that the events share.</param>
/// <param name="first">The first event.</param>
internal sealed class Lane(string key, JournalEntry first)
{
    /// <summary>The key that the events share.</summary>
    public string Key { get; } = key;

    /// <summary>The batch of events in progress.</summary>
    public IReadOnlyList<JournalEntry> Current { get; set; } = [first];

    /// <summary>The number of bytes of the batch in memory, without manifests that are stored separately.</summary>
    public long Bytes
    {
        get
        {
            var bytes = 0L;
            foreach (var entry in Current)
            {
                bytes += entry.Length - entry.ManifestLength;
            }

            return bytes;
        }
    }

    /// <summary>The sequence number of the last event of the batch.</summary>
    public long Last => Current[^1].Sequence;

    /// <summary>
    /// The sequence number of the last event that was scanned; the events up to it are read from the journal on demand.
    /// </summary>
    public long Seen { get; set; } = first.Sequence;

    /// <summary>The number of undelivered events since the last delivery, which the next one reports.</summary>
    public int Missed { get; set; }

    /// <summary>The task that delivers the events.</summary>
    public Task Running { get; set; } = Task.CompletedTask;
}
#endif

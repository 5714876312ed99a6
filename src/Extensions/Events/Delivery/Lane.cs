#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>Events that go to one sink one after the other, such as those of one repository.</summary>
/// <param name="key">What they have in common.</param>
/// <param name="first">The first of them.</param>
internal sealed class Lane(string key, JournalEntry first)
{
    /// <summary>What they have in common.</summary>
    public string Key { get; } = key;

    /// <summary>The events under way, together.</summary>
    public IReadOnlyList<JournalEntry> Current { get; set; } = [first];

    /// <summary>The length of those in memory, in bytes: without the manifests that lie beside them.</summary>
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

    /// <summary>The last of those.</summary>
    public long Last => Current[^1].Sequence;

    /// <summary>The last event that has been seen; those up to it are still in the journal.</summary>
    public long Seen { get; set; } = first.Sequence;

    /// <summary>How many events were given up since one was taken: the next one says so.</summary>
    public int Missed { get; set; }

    /// <summary>What takes them there.</summary>
    public Task Running { get; set; } = Task.CompletedTask;
}
#endif

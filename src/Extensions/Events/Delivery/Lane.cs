#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>The events of one repository on their way to one sink: one after the other.</summary>
internal sealed class Lane(JournalEntry first)
{
    /// <summary>The event under way.</summary>
    public JournalEntry Current { get; set; } = first;

    /// <summary>The last event of the repository that has been seen; those up to it are still in the journal.</summary>
    public long Seen { get; set; } = first.Sequence;

    /// <summary>What takes them there.</summary>
    public Task Running { get; set; } = Task.CompletedTask;
}
#endif

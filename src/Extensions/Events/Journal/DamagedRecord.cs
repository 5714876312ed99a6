#if EXT_EVENTS
namespace Zot.Extensions.Events.Journal;

/// <summary>A damaged record of the journal.</summary>
/// <param name="Table">The table that contains it: <see cref="Events"/> or <see cref="Intents"/>.</param>
/// <param name="Number">The key of the record in that table.</param>
/// <param name="Reason">The reason that the record is invalid.</param>
internal sealed record DamagedRecord(string Table, long Number, string Reason)
{
    /// <summary>The table of events.</summary>
    public const string Events = "events";

    /// <summary>The table of changes that were started and not completed.</summary>
    public const string Intents = "intents";
}
#endif

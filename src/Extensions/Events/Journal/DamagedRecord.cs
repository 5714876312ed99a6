#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>A record of the journal that is not as it was written.</summary>
/// <param name="Table">The table it is in: <see cref="Events"/> or <see cref="Intents"/>.</param>
/// <param name="Number">Its number there.</param>
/// <param name="Reason">What is wrong with it.</param>
internal sealed record DamagedRecord(string Table, long Number, string Reason)
{
    /// <summary>The table of events.</summary>
    public const string Events = "events";

    /// <summary>The table of changes that were begun and not ended.</summary>
    public const string Intents = "intents";
}
#endif

#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>How an event travels over HTTP.</summary>
internal interface IHttpFormat
{
    /// <summary>Whether the format has a word for the event.</summary>
    bool Tells(RegistryEvent happened);

    /// <summary>Puts the event into a request: its body, the body's type, and headers.</summary>
    /// <returns>The body.</returns>
    ReadOnlyMemory<byte> Write(JournalEntry entry, HttpRequestMessage request);
}
#endif

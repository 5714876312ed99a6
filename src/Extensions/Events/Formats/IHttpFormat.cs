#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>How an event travels over HTTP.</summary>
internal interface IHttpFormat
{
    /// <summary>Whether the format has a word for the event.</summary>
    bool Tells(RegistryEvent happened);

    /// <summary>Whether one request can hold several events.</summary>
    bool CanBatch { get; }

    /// <summary>Puts events into a request: its body, the body's type, and headers.</summary>
    /// <returns>The body.</returns>
    ReadOnlyMemory<byte> Write(IReadOnlyList<JournalEntry> events, HttpRequestMessage request);
}
#endif

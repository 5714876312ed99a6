#if EXT_EVENTS
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Model;

namespace Zot.Extensions.Events.Formats;

/// <summary>Represents a format of events in HTTP requests.</summary>
internal interface IHttpFormat
{
    /// <summary>Indicates whether the format can represent the event.</summary>
    bool CanFormat(RegistryEvent happened);

    /// <summary>Indicates whether one request can contain several events.</summary>
    bool CanBatch { get; }

    /// <summary>Writes events to a request: its body, content type and headers.</summary>
    /// <returns>The body.</returns>
    ReadOnlyMemory<byte> Write(IReadOnlyList<JournalEntry> events, HttpRequestMessage request);
}
#endif

#if EXT_EVENTS
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

/// <summary>A stream.</summary>
internal interface INatsJSStream
{
    /// <summary>What the server knew of it when it was asked.</summary>
    StreamInfo Info { get; }
}
#endif

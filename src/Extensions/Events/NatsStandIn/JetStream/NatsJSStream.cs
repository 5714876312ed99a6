#if EXT_EVENTS
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

/// <summary>A stream, as it was when the server was asked.</summary>
internal sealed class NatsJSStream(StreamInfo info) : INatsJSStream
{
    StreamInfo INatsJSStream.Info { get; } = info;
}
#endif

#if EXT_EVENTS
using NATS.Client.Core;

namespace NATS.Client.JetStream;

/// <summary>JetStream does not do it.</summary>
internal class NatsJSException(string message) : NatsException(message);
#endif

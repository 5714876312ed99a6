#if EXT_EVENTS
namespace NATS.Client.Core;

/// <summary>The server says what the protocol does not know.</summary>
internal sealed class NatsProtocolViolationException(string message) : NatsException(message);
#endif

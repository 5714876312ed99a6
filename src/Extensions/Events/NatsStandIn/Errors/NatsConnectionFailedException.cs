#if EXT_EVENTS
namespace NATS.Client.Core;

/// <summary>The connection is given up.</summary>
internal sealed class NatsConnectionFailedException(string message) : NatsException(message);
#endif

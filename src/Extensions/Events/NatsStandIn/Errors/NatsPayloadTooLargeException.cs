#if EXT_EVENTS
namespace NATS.Client.Core;

/// <summary>A message is larger than the server takes.</summary>
internal sealed class NatsPayloadTooLargeException(string error) : NatsException(error);
#endif

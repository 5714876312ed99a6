#if EXT_EVENTS
namespace NATS.Client.JetStream;

/// <summary>No stream has acknowledged a message: none takes its subject, or none has answered in time.</summary>
internal sealed class NatsJSPublishNoResponseException() : NatsJSException("no stream has acknowledged the message");
#endif
